package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Set;

/** Writes and checks files against their SHA-256. Any thread. */
final class HashedFile {
  private HashedFile() {}

  /**
   * Writes a new file through to the disk.
   *
   * @param name what messages call it
   * @throws ContentStoreException the content has another digest; the file is left to the caller
   */
  static void write(Path file, String name, ContentStore.Entry entry) throws IOException {
    MessageDigest hash = Sha256.start();
    try (InputStream in = entry.source().open();
        FileChannel out =
            FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PrivateDirectory.fileAttributes(file))) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
    String actual = Sha256.hex(hash.digest());
    if (!actual.equals(entry.sha256())) {
      throw new ContentStoreException(
          "content must have its pinned digest: file=%s, pinned=%s, actual=%s;"
                  .formatted(name, entry.sha256(), actual)
              + " the source is damaged or was exchanged, get it again");
    }
  }

  /** Whether this is a plain file, no link, with this content. */
  static boolean holds(Path file, String sha256) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    return Sha256.of(file).equals(sha256);
  }
}
