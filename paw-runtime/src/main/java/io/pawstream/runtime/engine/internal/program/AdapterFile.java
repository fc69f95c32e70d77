package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A program's adapter as a file of our own, which is there only for the moment. Any thread. */
public final class AdapterFile {
  private static final Logger LOG = LoggerFactory.getLogger(AdapterFile.class);

  private AdapterFile() {}

  /** What is made from the file. */
  @FunctionalInterface
  public interface Reader<T> {
    T read(Path file) throws IOException;
  }

  /**
   * Writes the adapter, has it read and deletes it.
   *
   * @throws ProgramException if it cannot be written or read
   */
  public static <T> T read(ProgramBundle bundle, Reader<T> reader) {
    Path directory = null;
    Path file = null;
    try {
      directory = Files.createTempDirectory("paw-adapter-");
      file = directory.resolve("adapter.gguf");
      bundle.writeAdapter(file);
      return reader.read(file);
    } catch (IOException e) {
      throw new ProgramException(
          "An adapter must be written to a file for a moment: directory="
              + System.getProperty("java.io.tmpdir")
              + ", error="
              + e.getMessage()
              + "; set java.io.tmpdir to a writable directory",
          e);
    } finally {
      delete(file);
      delete(directory);
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
