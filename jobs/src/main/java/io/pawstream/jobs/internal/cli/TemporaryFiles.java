package io.pawstream.jobs.internal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A directory for the temporary files of this process, removed when it ends: a local Flink unpacks
 * 24 MB into it and leaves them behind.
 */
public final class TemporaryFiles {
  private static final String PROPERTY = "java.io.tmpdir";

  private TemporaryFiles() {}

  /** Redirects temporary files from now on. Call it before anything else runs. */
  public static void removeAtEnd() {
    Path directory;
    try {
      directory = Files.createTempDirectory("label-files-");
    } catch (IOException e) {
      // the run itself will say what is wrong with the place
      return;
    }
    System.setProperty(PROPERTY, directory.toString());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory), "temporary-files"));
  }

  private static void remove(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Flink's own hooks may remove files at the same time; what is left is small
    }
  }
}
