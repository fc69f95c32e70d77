package io.pawstream.cli.internal.terminal;

import java.io.IOException;
import java.io.OutputStream;

/** Output that tells whether whoever read it has gone, as {@code head} does. Any thread. */
public final class PipeOutput extends OutputStream {
  /** As the C library calls it. */
  private static final String GONE = "Broken pipe";

  private final OutputStream out;
  private volatile boolean readerGone;

  /** Writes to {@code out}. */
  public PipeOutput(OutputStream out) {
    this.out = out;
  }

  /** Whether nobody reads what is written. */
  public boolean readerGone() {
    return readerGone;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      readerGone |= GONE.equals(e.getMessage());
      throw e;
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
