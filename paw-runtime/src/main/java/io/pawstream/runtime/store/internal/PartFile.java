package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.files.internal.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What has arrived of an interpreter. Its name says which digest it is to have, so that another
 * process can go on with it. One thread.
 */
final class PartFile {
  private final Path file;
  private final ModelFile model;

  PartFile(Path target, ModelFile model) {
    this.model = model;
    this.file =
        target.resolveSibling("." + model.file() + "." + model.sha256().substring(0, 16) + ".part");
  }

  /** Bytes that are here. */
  long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens it to write from this byte on; what was behind it goes. */
  FileChannel append(long from) throws IOException {
    FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    return out.truncate(from).position(from);
  }

  /** Whether this is the model; deletes it if not. */
  boolean isModel() throws IOException {
    if (size() == model.size() && Sha256.of(file).equals(model.sha256())) {
      return true;
    }
    delete();
    return false;
  }

  void moveTo(Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
