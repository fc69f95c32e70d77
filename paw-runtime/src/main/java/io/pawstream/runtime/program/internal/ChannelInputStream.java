package io.pawstream.runtime.program.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A range of a file as a stream; leaves the channel open. One thread. */
final class ChannelInputStream extends InputStream {
  private final FileChannel channel;
  private long position;
  private final long end;

  ChannelInputStream(FileChannel channel, long offset, long length) {
    this.channel = channel;
    this.position = offset;
    this.end = offset + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int wanted = (int) Math.min(length, end - position);
    int count = wanted == 0 ? -1 : channel.read(ByteBuffer.wrap(into, offset, wanted), position);
    position += Math.max(count, 0);
    return count;
  }
}
