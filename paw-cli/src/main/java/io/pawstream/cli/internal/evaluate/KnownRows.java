package io.pawstream.cli.internal.evaluate;

import io.pawstream.cli.internal.terminal.InputFile;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file with the answers that are right. One thread.
 *
 * <p>Rows without a right answer are counted and left out; a row that cannot be read ends it: a
 * share of the rows that happen to be readable would be no measure.
 */
final class KnownRows implements AutoCloseable {
  /** Names nothing: no entries are written. */
  private static final List<String> NO_PROGRAMS = List.of();

  /** A row with its right answer. */
  record KnownRow(long number, String input, String expected) {}

  private final InputStream in;
  private final RowReader rows;
  private final InputFile file;
  private long withoutAnswer;

  KnownRows(InputFile file, String field, String expected) throws IOException {
    this.file = file;
    this.in = file.open();
    this.rows =
        new RowReader(
            in,
            new RowSpec(
                file.format(), field, NO_PROGRAMS, List.of(expected), RowSpec.DEFAULT_LIMIT));
  }

  /** The next row, or null after the last. */
  @Nullable KnownRow next() throws IOException {
    for (Row row = rows.next(); row != null; row = rows.next()) {
      String input = row.input();
      if (input == null) {
        throw new UsageException(
            row.detail() + "; every row of a file to evaluate with must be usable: " + file.path());
      }
      String expected = row.expected()[0];
      if (expected != null) {
        return new KnownRow(row.number(), input, expected.strip());
      }
      withoutAnswer++;
    }
    return null;
  }

  /** Rows so far that had no right answer. */
  long withoutAnswer() {
    return withoutAnswer;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
