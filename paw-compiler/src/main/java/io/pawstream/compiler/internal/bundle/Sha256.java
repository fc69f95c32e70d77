package io.pawstream.compiler.internal.bundle;

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
