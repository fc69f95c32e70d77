package io.pawstream.cli.internal.label;

import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.rows.Row;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows how far a run is: a bar, rows, rate, time left. One thread. */
final class LabelProgress implements Consumer<Row> {
  private static final int BAR_COLUMNS = 20;
  private static final long BETWEEN_NANOS = 100_000_000;

  /** The first rows are slow: before this the time left would be a wild guess. */
  private static final double ESTIMATE_AFTER_SECONDS = 2;

  private final StatusLine status;
  private final long inputBytes;
  private final long rowsBefore;
  private final long start = System.nanoTime();
  private long last;
  private long firstByte = -1;

  /**
   * @param inputBytes size of the input; 0 where it is not known
   * @param rowsBefore rows of an unfinished run
   */
  LabelProgress(StatusLine status, long inputBytes, long rowsBefore) {
    this.status = status;
    this.inputBytes = inputBytes;
    this.rowsBefore = rowsBefore;
  }

  @Override
  public void accept(Row row) {
    if (firstByte < 0) {
      firstByte = row.end();
    }
    long now = System.nanoTime();
    if (now - last >= BETWEEN_NANOS) {
      last = now;
      status.show(line(row.number(), row.end(), (now - start) / 1e9));
    }
  }

  private String line(long row, long end, double seconds) {
    double rate = (row - rowsBefore) / Math.max(seconds, 1e-3);
    String rows = String.format(Locale.ROOT, "%,d rows, %,.1f rows/s", row, rate);
    if (inputBytes <= 0) {
      return "  " + rows;
    }
    double done = Math.min(1, (double) end / inputBytes);
    int full = (int) (BAR_COLUMNS * done);
    double here = end - firstByte;
    String left =
        seconds < ESTIMATE_AFTER_SECONDS || here <= 0
            ? ""
            : ", " + Shown.duration(seconds * (inputBytes - end) / here) + " left";
    return String.format(
        Locale.ROOT,
        "  %s%s %3.0f %%  %s%s",
        "█".repeat(full),
        "░".repeat(BAR_COLUMNS - full),
        Math.floor(100 * done),
        rows,
        left);
  }
}
