package io.pawstream.rows.internal.frame;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One row per line. A line ends with LF, a CR before it belongs to the line end; the last line
 * needs none. One thread.
 */
public final class LineFrames implements Frames {
  private final ByteInput in;
  private final FrameBuffer row;

  /**
   * The lines of {@code in}.
   *
   * @param limit most bytes kept of one line
   */
  public LineFrames(ByteInput in, int limit) {
    this.in = in;
    this.row = new FrameBuffer(limit);
  }

  @Override
  public @Nullable Frame next() throws IOException {
    if (in.peek() < 0) {
      return null;
    }
    int next = in.read();
    while (next >= 0 && next != '\n') {
      row.add(next);
      next = in.read();
    }
    if (next == '\n') {
      row.dropLast('\r');
    }
    return row.take(in.position(), true);
  }
}
