package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Directories with all that is in them. Any thread. */
public final class FileTree {
  // Only a process that was killed leaves its staging behind; nobody stages for a day.
  private static final Duration ABANDONED = Duration.ofDays(1);

  private FileTree() {}

  /** Deletes a file, or a directory with all that is in it; links are deleted, not followed. */
  public static void remove(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Deletes what a killed process left in a directory: children of such names, a day old. */
  public static void removeAbandoned(Path directory, Predicate<String> name) {
    FileTime oldest = FileTime.from(Instant.now().minus(ABANDONED));
    try (Stream<Path> children = Files.list(directory)) {
      for (Path child : children.toList()) {
        if (name.test(child.getFileName().toString())
            && Files.getLastModifiedTime(child, LinkOption.NOFOLLOW_LINKS).compareTo(oldest) < 0) {
          remove(child);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // Another process may be at it too; what stays is removed by the next who stages.
    }
  }
}
