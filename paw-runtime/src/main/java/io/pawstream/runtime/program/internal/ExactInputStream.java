package io.pawstream.runtime.program.internal;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A stream that fails when it turns out to hold more or fewer bytes than declared. One thread. */
final class ExactInputStream extends FilterInputStream {
  private final String name;
  private final long size;
  private final @Nullable Long crc;
  private final CRC32 actualCrc = new CRC32();
  private long position;

  ExactInputStream(InputStream in, String name, long size) {
    this(in, name, size, null);
  }

  /**
   * @param crc the CRC-32 that the bytes must have; null if none is known
   */
  ExactInputStream(InputStream in, String name, long size, @Nullable Long crc) {
    super(in);
    this.name = name;
    this.size = size;
    this.crc = crc;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    if (count < 0) {
      if (position < size) {
        throw new IOException(
            "A file must be as long as declared: file="
                + Shown.of(name)
                + ", declared="
                + size
                + ", actual="
                + position);
      }
      if (crc != null && crc != actualCrc.getValue()) {
        throw new IOException(
            "A file must have its declared CRC-32: file=" + Shown.of(name) + "; it is damaged");
      }
      return count;
    }
    position += count;
    if (position > size) {
      throw new IOException(
          "A file must be as long as declared: file="
              + Shown.of(name)
              + ", declared="
              + size
              + ", actual=more");
    }
    actualCrc.update(into, offset, count);
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(Math.max(count, 0), 8192)];
    return Math.max(read(skipped, 0, skipped.length), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
