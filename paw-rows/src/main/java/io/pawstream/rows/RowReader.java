package io.pawstream.rows;

import io.pawstream.rows.internal.frame.ByteInput;
import io.pawstream.rows.internal.frame.CsvFrames;
import io.pawstream.rows.internal.frame.Frame;
import io.pawstream.rows.internal.frame.Frames;
import io.pawstream.rows.internal.frame.LineFrames;
import io.pawstream.runtime.answer.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a file in order. One thread.
 *
 * <p>A row that cannot be read keeps its text in the field {@value #RAW}, or its bytes in {@value
 * #RAW_BASE64} where they are no UTF-8. Of a row over the limit only the beginning is kept, beside
 * its length in {@value #RAW_BYTES}.
 */
public final class RowReader {
  /** Field with the text of a row that cannot be read. */
  public static final String RAW = "raw";

  /** Field with the bytes of a row that is no UTF-8. */
  public static final String RAW_BASE64 = "raw_base64";

  /** Field with the length of a row that is over the limit. */
  public static final String RAW_BYTES = "raw_bytes";

  private final RowSpec spec;
  private final Frames frames;
  private final RowParser parser;
  private long number;

  /**
   * Reads from {@code in}, which stays the caller's to close; of a CSV file the header is read at
   * once.
   *
   * @throws UnreadableInputException if the header does not fit the command line
   */
  public RowReader(InputStream in, RowSpec spec) throws IOException {
    this.spec = spec;
    ByteInput bytes = new ByteInput(in);
    this.frames =
        spec.format() == InputFormat.CSV
            ? new CsvFrames(bytes, spec.limit())
            : new LineFrames(bytes, spec.limit());
    this.parser =
        switch (spec.format()) {
          case JSONL -> new JsonRows(spec);
          case CSV -> CsvRows.withHeader(frames.next(), spec);
          case TEXT -> new TextRows(spec);
        };
  }

  /** The names in the header of a CSV file, in order; none in other formats. */
  public List<String> columns() {
    return parser.columns();
  }

  /**
   * The next row, or null after the last.
   *
   * @throws UnreadableInputException if the rows after this place cannot be told apart
   */
  public @Nullable Row next() throws IOException {
    for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
      Row row = rowOf(frame);
      if (row != null) {
        return row;
      }
    }
    return null;
  }

  private @Nullable Row rowOf(Frame frame) throws IOException {
    long next = number + 1;
    if (!frame.whole() && spec.format() == InputFormat.CSV) {
      throw new UnreadableInputException(
          "a CSV row must not be over the limit, the rows after it could not be told apart: row="
              + next
              + ", bytes="
              + frame.size()
              + ", limit="
              + spec.limit()
              + "; look for a quote that is never closed");
    }
    Row row = frame.whole() ? parsed(frame, next) : tooLong(frame, next);
    if (row != null) {
      number = next;
    }
    return row;
  }

  private @Nullable Row parsed(Frame frame, long next) {
    String text = Utf8.decode(frame.bytes());
    if (text == null) {
      return bad(
          next,
          frame,
          fields(RAW_BASE64, Base64.getEncoder().encodeToString(frame.bytes())),
          FailureReason.INVALID_TEXT,
          "a row must be UTF-8: row=" + next + ", bytes=" + frame.size());
    }
    if (parser.skips(text)) {
      return null;
    }
    String detail = "a quote must be closed: row=" + next;
    if (frame.closed()) {
      try {
        return parser.parse(text, next, frame.end());
      } catch (MalformedRowException e) {
        detail = e.detail(next);
      }
    }
    return bad(next, frame, fields(RAW, text), FailureReason.INVALID_RECORD, detail);
  }

  private Row tooLong(Frame frame, long next) {
    String text = Utf8.decodeBeginning(frame.bytes());
    String kept =
        text == null
            ? fields(RAW_BASE64, Base64.getEncoder().encodeToString(frame.bytes()))
            : fields(RAW, text);
    return bad(
        next,
        frame,
        "{" + Json.string(RAW_BYTES) + ':' + frame.size() + ',' + kept.substring(1),
        FailureReason.INVALID_RECORD,
        "a row must not be over the limit: row="
            + next
            + ", bytes="
            + frame.size()
            + ", limit="
            + spec.limit());
  }

  private static String fields(String name, String value) {
    return Json.before(List.of(name), List.of(value));
  }

  private Row bad(long next, Frame frame, String before, FailureReason reason, String detail) {
    return new Row(
        next,
        frame.end(),
        System.currentTimeMillis(),
        before,
        Json.after(),
        null,
        reason,
        detail,
        new String[spec.expected().size()]);
  }
}
