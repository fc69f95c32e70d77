package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A private directory whose files are named by their content: {@code <base>/<sha256>/<name>}. Any
 * thread, and any number of processes on one base.
 *
 * <p>What is missing is staged beside its place, hashed while it is written, and renamed when it is
 * whole, so nobody ever sees a half-written file. What is there is hashed again on every call and
 * replaced when it has changed. Nothing is written when all is in place, so a base may be
 * read-only.
 */
public final class ContentStore {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,254}");
  private static final String STAGING = ".staging-";

  private final Path base;
  private final String cure;

  private ContentStore(Path base, String cure) {
    this.base = base.toAbsolutePath().normalize();
    this.cure = cure;
  }

  /** Opens the content of a file, from its start, each time it is asked. */
  @FunctionalInterface
  public interface InputSource {
    InputStream open() throws IOException;
  }

  /**
   * One file to keep.
   *
   * @param sha256 its digest, 64 lower-case hex digits
   * @param source where its bytes come from, read only when it is not there yet
   */
  public record Entry(String sha256, InputSource source) {
    public Entry {
      requireDigest(sha256);
    }
  }

  /**
   * A store; touches no file yet.
   *
   * @param cure what a user can do when the base cannot be used, as the end of a sentence: "set
   *     paw.natives.dir to a directory that this user may write"
   */
  public static ContentStore at(Path base, String cure) {
    return new ContentStore(base, cure);
  }

  /**
   * {@code $XDG_CACHE_HOME/paw-streams/<child>}, by default {@code ~/.cache/paw-streams/<child>}.
   */
  public static Path defaultBase(String child) {
    return defaultBase(
        child,
        System.getenv("XDG_CACHE_HOME"),
        System.getProperty("user.home", ""),
        System.getProperty("java.io.tmpdir", ""));
  }

  static Path defaultBase(String child, @Nullable String cacheHome, String home, String temp) {
    Path cache;
    if (cacheHome != null && Path.of(cacheHome).isAbsolute()) {
      cache = Path.of(cacheHome);
    } else if (Path.of(home).isAbsolute()) {
      cache = Path.of(home, ".cache");
    } else {
      // user.home is "?" for a user id without a name, as in some containers
      cache = Path.of(temp);
    }
    return cache.resolve("paw-streams").resolve(child);
  }

  /**
   * The file with this content.
   *
   * @throws ContentStoreException the content has another digest, or the file cannot be written
   */
  public Path put(String name, String sha256, InputSource source) throws IOException {
    return putAll(sha256, Map.of(name, new Entry(sha256, source))).resolve(name);
  }

  /**
   * The directory {@code <base>/<digest>} with all these files in it. A new directory appears whole
   * or not at all.
   *
   * @param digest names the set, 64 lower-case hex digits; the caller derives it from the entries
   * @param entries files by name
   * @throws ContentStoreException a content has another digest, or a file cannot be written
   */
  public Path putAll(String digest, Map<String, Entry> entries) throws IOException {
    requireDigest(digest);
    entries.keySet().forEach(ContentStore::requireName);
    Path directory = base.resolve(digest);
    try {
      PrivateDirectory.require(base, cure);
      if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        stage(directory, entries);
      }
      PrivateDirectory.require(directory, cure);
      for (Map.Entry<String, Entry> entry : entries.entrySet()) {
        Path file = directory.resolve(entry.getKey());
        if (!HashedFile.holds(file, entry.getValue().sha256())) {
          stage(file, entry.getValue());
        }
      }
      return directory;
    } catch (ContentStoreException e) {
      throw e;
    } catch (IOException | UncheckedIOException e) {
      throw new ContentStoreException(
          "private files must be readable and writable: directory=%s, cause=%s; %s"
              .formatted(directory, e, cure),
          e);
    }
  }

  private void stage(Path directory, Map<String, Entry> entries) throws IOException {
    FileTree.removeAbandoned(base, child -> child.startsWith(STAGING));
    Path staging = newStaging();
    try {
      Files.createDirectory(staging, PrivateDirectory.directoryAttributes(staging));
      for (Map.Entry<String, Entry> entry : entries.entrySet()) {
        HashedFile.write(staging.resolve(entry.getKey()), entry.getKey(), entry.getValue());
      }
      move(staging, directory);
    } finally {
      FileTree.remove(staging);
    }
  }

  private void stage(Path file, Entry entry) throws IOException {
    Path staging = newStaging();
    try {
      HashedFile.write(staging, file.getFileName().toString(), entry);
      move(staging, file);
    } finally {
      Files.deleteIfExists(staging);
    }
  }

  private Path newStaging() {
    return base.resolve(STAGING + UUID.randomUUID());
  }

  private static void move(Path staging, Path target) throws IOException {
    try {
      Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // Another process was first with the same content; the caller checks it.
      if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS) || !Files.isDirectory(staging)) {
        throw e;
      }
    }
  }

  private static void requireDigest(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "a digest is 64 lower-case hex digits of SHA-256: digest=" + sha256);
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name is letters, digits and ._+- with no path, not hidden: name=" + name);
    }
  }
}
