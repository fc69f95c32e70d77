package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.files.internal.MomentaryFile;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.nio.file.Path;

/** A program's adapter as a file of our own, which is there only for the moment. Any thread. */
public final class AdapterFile {
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
    try {
      return MomentaryFile.use(
          "paw-adapter-",
          "adapter.gguf",
          file -> {
            bundle.writeAdapter(file);
            return reader.read(file);
          });
    } catch (IOException e) {
      throw new ProgramException(
          "An adapter must be written to a file for a moment: directory="
              + System.getProperty("java.io.tmpdir")
              + ", error="
              + e.getMessage()
              + "; set java.io.tmpdir to a writable directory",
          e);
    }
  }
}
