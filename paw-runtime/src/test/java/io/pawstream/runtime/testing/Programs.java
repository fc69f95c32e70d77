package io.pawstream.runtime.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The demonstration programs in the folder {@code programs} of the repository. */
public final class Programs {
  private Programs() {}

  /** Path of a program, given with its ending. */
  public static String path(String fileName) {
    Path file = Path.of("..", "programs", fileName).normalize();
    if (!Files.isRegularFile(file)) {
      throw new IllegalStateException("tests run in a module's folder: " + file.toAbsolutePath());
    }
    return file.toString();
  }
}
