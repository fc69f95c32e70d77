package io.pawstream.runtime.files.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 digests as 64 lower-case hex digits. Any thread. */
public final class Sha256 {
  private Sha256() {}

  /** The digest of these bytes. */
  public static String of(byte[] bytes) {
    return hex(start().digest(bytes));
  }

  /**
   * The digest of a file.
   *
   * @throws IOException it cannot be read, or is a symbolic link
   */
  public static String of(Path file) throws IOException {
    MessageDigest hash = start();
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    return hex(hash.digest());
  }

  /** A new digest, to be fed piece by piece. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Finished digest bytes as hex. */
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
