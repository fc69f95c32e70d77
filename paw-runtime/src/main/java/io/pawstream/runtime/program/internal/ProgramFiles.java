package io.pawstream.runtime.program.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of one program, packed or not. Close it after use; one thread. */
public interface ProgramFiles extends Closeable {
  /**
   * Opens a bundle or an unpacked directory.
   *
   * @throws IOException if it is neither, breaks a rule or cannot be read
   */
  static ProgramFiles open(Path path) throws IOException {
    return Files.isDirectory(path) ? new DirectoryFiles(path) : new BundleFiles(path);
  }

  /**
   * Bytes that a file is said to have. {@link #open(String)} fails when it turns out to have more
   * or less.
   *
   * @throws IOException if there is no such file
   */
  long size(String name) throws IOException;

  /**
   * The bytes of a file, decompressed.
   *
   * @throws IOException if there is no such file
   */
  InputStream open(String name) throws IOException;
}
