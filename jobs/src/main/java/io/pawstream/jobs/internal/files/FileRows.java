package io.pawstream.jobs.internal.files;

import io.pawstream.rows.Row;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.answer.FailureReason;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of one file in order, then its end. One thread. */
public final class FileRows implements Closeable {
  private final int index;
  private final int expected;
  private final Rows rows;
  private long number;
  private boolean over;

  /** Rows of a file, whatever its format. */
  interface Rows extends Closeable {
    /** The next row, or null after the last. */
    @Nullable FileRow next() throws IOException;
  }

  private FileRows(int index, int expected, Rows rows) {
    this.index = index;
    this.expected = expected;
    this.rows = rows;
  }

  /**
   * Opens a file and checks what it says about its rows.
   *
   * @param index what the rows carry as their file
   * @param spec what to read; its format is the file's
   * @throws io.pawstream.rows.UnreadableInputException if they lack a field that is asked for
   */
  public static FileRows open(InputFile file, int index, RowSpec spec) throws IOException {
    Rows rows =
        file.format().isContainer()
            ? RecordRows.open(file, index, spec)
            : lines(file, index, specOf(file, spec));
    return new FileRows(index, spec.expected().size(), rows);
  }

  /** The names in the header of a CSV file. */
  static List<String> columns(InputFile file, RowSpec spec) throws IOException {
    try (InputStream in = file.open()) {
      return new RowReader(in, specOf(file, spec)).columns();
    }
  }

  private static RowSpec specOf(InputFile file, RowSpec spec) {
    return new RowSpec(
        file.format().rows(), spec.field(), spec.programs(), spec.expected(), spec.limit());
  }

  private static Rows lines(InputFile file, int index, RowSpec spec) throws IOException {
    InputStream in = file.open();
    try {
      RowReader reader = new RowReader(in, spec);
      return new Rows() {
        @Override
        public @Nullable FileRow next() throws IOException {
          Row row = reader.next();
          return row == null ? null : new FileRow(index, row, null, false);
        }

        @Override
        public void close() throws IOException {
          in.close();
        }
      };
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The next row, after them the end of the file, then null. */
  public @Nullable FileRow next() throws IOException {
    if (over) {
      return null;
    }
    FileRow next = rows.next();
    if (next != null) {
      number = next.row().number();
      return next;
    }
    over = true;
    long now = System.currentTimeMillis();
    return new FileRow(
        index,
        new Row(
            number,
            0,
            now,
            "",
            "",
            null,
            FailureReason.NULL_INPUT,
            "the end of the file",
            new String[expected]),
        null,
        true);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
