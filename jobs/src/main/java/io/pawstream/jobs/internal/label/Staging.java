package io.pawstream.jobs.internal.label;

import io.pawstream.jobs.internal.files.OutputSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A hidden directory on the file system of the output where files grow until they are put in place.
 * One thread; {@link #close()} also from a shutdown hook.
 */
public final class Staging implements AutoCloseable {
  /** The hidden directory in an output directory. */
  public static final String HIDDEN = ".label-files";

  private static final String PREFIX = "staging-";

  private final Path directory;
  private final @Nullable FileChannel lock;

  private Staging(Path directory, @Nullable FileChannel lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Makes the directory, and those that the output lies in. What a killed run left in an output
   * directory is removed.
   *
   * @throws IOException if another run writes to the same output directory
   */
  public static Staging of(OutputSpec output) throws IOException {
    Path location = Path.of(output.location());
    return output.directory() ? in(location) : besides(location);
  }

  private static Staging besides(Path output) throws IOException {
    Path parent = Files.createDirectories(output.getParent());
    return new Staging(
        Files.createTempDirectory(parent, "." + output.getFileName() + ".staging-"), null);
  }

  private static Staging in(Path output) throws IOException {
    Path hidden = Files.createDirectories(output.resolve(HIDDEN));
    FileChannel channel =
        FileChannel.open(
            hidden.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (locked(channel) == null) {
        throw new IOException(
            "one run at a time may write to a directory: wait for the other, or choose another");
      }
      try (Stream<Path> left = Files.list(hidden)) {
        for (Path old : left.toList()) {
          if (old.getFileName().toString().startsWith(PREFIX)) {
            remove(old);
          }
        }
      }
      return new Staging(Files.createTempDirectory(hidden, PREFIX), channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // a run of this process
      return null;
    }
  }

  /** Where the files grow. */
  public Path directory() {
    return directory;
  }

  /** Removes what is left of the directory; a second call does nothing. */
  @Override
  public void close() {
    try {
      remove(directory);
      if (lock != null) {
        lock.close();
      }
    } catch (IOException | UncheckedIOException e) {
      // it is hidden and says what it is; the run itself is over
    }
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
