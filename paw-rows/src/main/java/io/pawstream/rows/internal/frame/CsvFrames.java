package io.pawstream.rows.internal.frame;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file as RFC 4180 has them: a line end inside quotes belongs to the field.
 * CRLF, LF and CR end a record. One thread.
 */
public final class CsvFrames implements Frames {
  private final ByteInput in;
  private final FrameBuffer row;

  /**
   * The records of {@code in}.
   *
   * @param limit most bytes kept of one record
   */
  public CsvFrames(ByteInput in, int limit) {
    this.in = in;
    this.row = new FrameBuffer(limit);
  }

  @Override
  public @Nullable Frame next() throws IOException {
    if (in.peek() < 0) {
      return null;
    }
    boolean quoted = false;
    boolean fieldStart = true;
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (quoted) {
        row.add(next);
        if (next == '"') {
          if (in.peek() == '"') {
            row.add(in.read());
          } else {
            quoted = false;
          }
        }
      } else if (next == '\n' || next == '\r') {
        if (next == '\r' && in.peek() == '\n') {
          in.read();
        }
        break;
      } else {
        row.add(next);
        quoted = fieldStart && next == '"';
        fieldStart = next == ',';
      }
    }
    return row.take(in.position(), !quoted);
  }
}
