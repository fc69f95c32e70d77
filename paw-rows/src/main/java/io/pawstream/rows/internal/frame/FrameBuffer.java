package io.pawstream.rows.internal.frame;

import java.util.Arrays;

/** Collects one row and stops keeping it once it is over the limit. One thread. */
final class FrameBuffer {
  /** What is kept of a row over the limit, in bytes. */
  static final int KEPT_BYTES = 1024;

  private final int limit;
  private byte[] bytes = new byte[1024];
  private long size;

  FrameBuffer(int limit) {
    this.limit = limit;
  }

  void add(int value) {
    if (size < limit) {
      if (size == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * bytes.length));
      }
      bytes[(int) size] = (byte) value;
    }
    size++;
  }

  /** Takes back the last byte if it is {@code value}. */
  void dropLast(int value) {
    if (size > 0 && size <= limit && bytes[(int) size - 1] == (byte) value) {
      size--;
    }
  }

  /** The row so far; the next row starts empty. */
  Frame take(long end, boolean closed) {
    int kept = size <= limit ? (int) size : Math.min(limit, KEPT_BYTES);
    Frame frame = new Frame(Arrays.copyOf(bytes, kept), size, end, closed);
    size = 0;
    // one very long row must not hold its memory for the rest of the file
    if (bytes.length > 1 << 20) {
      bytes = new byte[1024];
    }
    return frame;
  }
}
