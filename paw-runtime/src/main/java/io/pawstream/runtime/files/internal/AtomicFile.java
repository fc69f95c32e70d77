package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;
import java.util.UUID;

/** Small files that are there whole or not at all. Any thread and process. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Replaces a file, with the permissions that new files have. */
  public static void write(Path file, byte[] bytes) throws IOException {
    write(file, bytes, new FileAttribute<?>[0]);
  }

  /** Replaces a file; only this user may read and write the new one (0600). */
  public static void writePrivate(Path file, byte[] bytes) throws IOException {
    write(file, bytes, PrivateDirectory.fileAttributes(file));
  }

  private static void write(Path file, byte[] bytes, FileAttribute<?>[] attributes)
      throws IOException {
    Path staging = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (FileChannel out =
          FileChannel.open(
              staging,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              attributes)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
      }
      Files.move(staging, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staging);
    }
  }
}
