package io.pawstream.jobs.internal.label;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A hidden directory beside the output file where the parts of it grow. The output appears under
 * its name whole or not at all. One thread; {@link #close()} also from a shutdown hook.
 */
public final class Staging implements AutoCloseable {
  private final Path output;
  private final Path directory;

  private Staging(Path output, Path directory) {
    this.output = output;
    this.directory = directory;
  }

  /** Makes the directory, and those that {@code output} lies in. */
  public static Staging besides(Path output) throws IOException {
    // a link stays a link: what it points at is replaced
    Path file = Files.exists(output) ? output.toRealPath() : output.toAbsolutePath().normalize();
    Path parent = Files.createDirectories(file.getParent());
    return new Staging(
        file, Files.createTempDirectory(parent, "." + file.getFileName() + ".staging-"));
  }

  /** Where the parts go. */
  public Path directory() {
    return directory;
  }

  /**
   * Makes the output file of the parts.
   *
   * @param bytes what the parts must come to
   * @throws IOException if they come to something else, or a file cannot be written
   */
  public void publish(long bytes) throws IOException {
    List<Path> parts = parts();
    long actual = 0;
    for (Path part : parts) {
      actual += Files.size(part);
    }
    if (actual != bytes) {
      throw new IOException(
          "the parts of the output must hold every row: bytes=" + actual + ", written=" + bytes);
    }
    Path whole = parts.size() == 1 ? parts.get(0) : joined(parts);
    Files.move(whole, output, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private Path joined(List<Path> parts) throws IOException {
    Path whole = directory.resolve(".whole");
    try (OutputStream out = Files.newOutputStream(whole)) {
      for (Path part : parts) {
        Files.copy(part, out);
      }
    }
    return whole;
  }

  /** Removes what is left of the directory; a second call does nothing. */
  @Override
  public void close() {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // it is hidden and says what it is; the run itself is over
    }
  }
}
