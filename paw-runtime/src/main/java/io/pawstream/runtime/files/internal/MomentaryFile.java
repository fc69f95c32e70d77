package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file in a temporary directory of its own, which is there only for the moment. Any thread. */
public final class MomentaryFile {
  private static final Logger LOG = LoggerFactory.getLogger(MomentaryFile.class);

  private MomentaryFile() {}

  /** What is made with the file. */
  @FunctionalInterface
  public interface Use<T> {
    T with(Path file) throws IOException;
  }

  /**
   * Has a file written and read, and deletes it.
   *
   * @param directory what the name of the directory begins with
   * @param name of the file, which is not there yet
   */
  public static <T> T use(String directory, String name, Use<T> use) throws IOException {
    Path folder = null;
    Path file = null;
    try {
      folder = Files.createTempDirectory(directory);
      file = folder.resolve(name);
      return use.with(file);
    } finally {
      delete(file);
      delete(folder);
    }
  }

  private static void delete(@Nullable Path path) {
    try {
      if (path != null) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("a temporary file is left behind: {}", path, e);
    }
  }
}
