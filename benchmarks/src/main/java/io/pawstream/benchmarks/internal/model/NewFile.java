package io.pawstream.benchmarks.internal.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there as a whole or not at all. */
public final class NewFile {
  /** Writes the content of a file. */
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  private NewFile() {}

  /** Writes beside the target and then moves there, over a file that is there. */
  public static void write(Path target, Content content) throws IOException {
    Path beside = folderOf(target).resolve(target.getFileName() + ".part");
    try {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside), 1 << 20)) {
        content.write(out);
      }
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The folder of a file, made where it is not there. */
  static Path folderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("A file must have a name: path=" + file);
    }
    return Files.createDirectories(folder);
  }
}
