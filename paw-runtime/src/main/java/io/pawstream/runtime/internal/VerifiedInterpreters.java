package io.pawstream.runtime.internal;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Interpreters whose digest was checked in this process, so that a file of hundreds of megabytes is
 * read through once and not for every program of every task. A file that looks changed is read
 * again. Any thread.
 */
public final class VerifiedInterpreters {
  private record Key(String reference, boolean unpinned, @Nullable Path cacheDir) {}

  /** What shows that a file is still the one that was checked. */
  private record Stamp(long size, FileTime modified, @Nullable Object fileKey) {
    static @Nullable Stamp of(Path file) {
      try {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
      } catch (IOException e) {
        return null;
      }
    }
  }

  private record Verified(Interpreter interpreter, @Nullable Stamp stamp) {
    boolean holds() {
      return stamp != null && stamp.equals(Stamp.of(interpreter.file()));
    }
  }

  private static final Map<Key, Verified> VERIFIED = new ConcurrentHashMap<>();

  private VerifiedInterpreters() {}

  /** As {@link Interpreters#known}. */
  public static Interpreter known(String name, @Nullable Path cacheDir) {
    return get(new Key(name, false, cacheDir), () -> Interpreters.known(name, cacheDir));
  }

  /** As {@link Interpreters#resolve}. */
  public static Interpreter resolve(
      String reference, boolean allowUnpinned, @Nullable Path cacheDir) {
    return get(
        new Key(reference, allowUnpinned, cacheDir),
        () -> Interpreters.resolve(reference, allowUnpinned, cacheDir));
  }

  private static Interpreter get(Key key, Supplier<Interpreter> check) {
    Verified verified =
        VERIFIED.compute(
            key,
            (k, known) -> {
              if (known != null && known.holds()) {
                return known;
              }
              Interpreter interpreter = check.get();
              return new Verified(interpreter, Stamp.of(interpreter.file()));
            });
    return verified.interpreter();
  }
}
