package io.pawstream.jobs.internal.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether the files of a command line can be used. Any thread. */
final class FileCheck {
  private FileCheck() {}

  static void checkInput(Path input) {
    if (!Files.exists(input)) {
      throw new UsageException("the input file must exist: --input=" + input);
    }
    if (!Files.isRegularFile(input)) {
      throw new UsageException("the input must be a file: --input=" + input);
    }
    if (!Files.isReadable(input)) {
      throw new UsageException("the input file must be readable: --input=" + input);
    }
  }

  /** Whether a file can be written that is not one of those that are read. */
  static void checkOutput(String option, Path output, Path input) {
    if (Files.exists(output) && !Files.isRegularFile(output)) {
      throw new UsageException(
          "the output must be a file: " + option + "=" + output + "; name a file in it");
    }
    if (output.getFileName() == null || output.toString().isEmpty()) {
      throw new UsageException("the output must be a file: " + option + "=" + output);
    }
    try {
      if (Files.exists(output) && Files.isSameFile(output, input)) {
        throw new UsageException(
            "the output must be another file than the input: " + option + "=" + output);
      }
    } catch (IOException e) {
      throw new UsageException("the output must be readable: " + option + "=" + output, e);
    }
    checkAbove(option, output);
  }

  /** Whether a directory can be written to. */
  static void checkDirectory(String option, Path output) {
    if (Files.exists(output) && !Files.isDirectory(output)) {
      throw new UsageException(
          "the output of several files must be a directory: "
              + option
              + "="
              + output
              + "; name a directory");
    }
    checkAbove(option, output.resolve("any"));
  }

  private static void checkAbove(String option, Path output) {
    Path above = output.toAbsolutePath().normalize().getParent();
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    if (above == null || !Files.isDirectory(above) || !Files.isWritable(above)) {
      throw new UsageException(
          "the directory of the output must be writable: "
              + option
              + "="
              + output
              + ", directory="
              + above);
    }
  }
}
