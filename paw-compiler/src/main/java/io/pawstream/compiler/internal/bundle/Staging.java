package io.pawstream.compiler.internal.bundle;

import io.pawstream.compiler.CompileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A hidden directory beside an output, for files that appear when all of them are whole. One
 * thread.
 */
public final class Staging implements AutoCloseable {
  private final Path output;
  private final Path directory;

  private Staging(Path output, Path directory) {
    this.output = output;
    this.directory = directory;
  }

  /**
   * Checks that a file can be written there; its directory is made if it is missing.
   *
   * @throws CompileException if not
   */
  public static void check(Path output) {
    Path above = output.toAbsolutePath().normalize().getParent();
    if (above == null || Files.isDirectory(output)) {
      throw new CompileException(
          "The output must be a file: output=" + output + "; name a .paw file in a directory");
    }
    try {
      Files.createDirectories(above);
    } catch (IOException e) {
      throw unwritable(output, e);
    }
    if (!Files.isWritable(above)) {
      throw new CompileException(
          "The directory of the output must be writable: output=" + output + "; choose another");
    }
  }

  /** Makes the directory. */
  public static Staging beside(Path output) throws IOException {
    Path absolute = output.toAbsolutePath().normalize();
    Path directory =
        absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID());
    return new Staging(absolute, Files.createDirectory(directory));
  }

  /** A file in the directory. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Moves a file of the directory to its place beside the output, replacing what is there. */
  public void publish(String staged, Path place) throws IOException {
    Path target = output.resolveSibling(place.getFileName());
    Files.move(file(staged), target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The error for a file that cannot be written. */
  public static CompileException unwritable(Path output, IOException e) {
    return new CompileException(
        "The output must be writable: output="
            + output
            + ", cause="
            + e
            + "; make room or choose another place",
        e);
  }

  /** Removes the directory with what is left in it. */
  @Override
  public void close() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
