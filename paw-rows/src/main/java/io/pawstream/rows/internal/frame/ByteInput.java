package io.pawstream.rows.internal.frame;

import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes one by one from a buffer, a UTF-8 byte order mark at the beginning left out. One thread.
 */
public final class ByteInput {
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int filled;
  private long before;

  /** Reads from {@code in}, which stays the caller's to close. */
  public ByteInput(InputStream in) throws IOException {
    this.in = in;
    this.filled = in.readNBytes(buffer, 0, BYTE_ORDER_MARK.length);
    boolean marked = filled == BYTE_ORDER_MARK.length;
    for (int i = 0; marked && i < BYTE_ORDER_MARK.length; i++) {
      marked = (buffer[i] & 0xFF) == BYTE_ORDER_MARK[i];
    }
    at = marked ? filled : 0;
  }

  /** The next byte, 0 to 255, taken; -1 at the end. */
  int read() throws IOException {
    int next = peek();
    if (next >= 0) {
      at++;
    }
    return next;
  }

  /** The next byte, left in place; -1 at the end. */
  int peek() throws IOException {
    if (at == filled) {
      before += filled;
      at = 0;
      filled = Math.max(0, in.read(buffer, 0, buffer.length));
    }
    return at < filled ? buffer[at] & 0xFF : -1;
  }

  /** Bytes taken so far, the byte order mark included. */
  long position() {
    return before + at;
  }
}
