package io.pawstream.jobs.internal.report;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how far a run is: one line written over again in a terminal, else a line now and then. One
 * thread.
 */
public final class Progress implements Consumer<Counts>, AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /** The first rows are slow: before this the time left would be a wild guess. */
  private static final double ESTIMATE_AFTER_SECONDS = 2;

  private final Terminal terminal;
  private final long inputBytes;
  private final int files;
  private final LongSupplier clock;
  private long lastLine;
  private int written;

  /**
   * Progress of a run that begins now.
   *
   * @param inputBytes size of the input; 0 where it is not known
   * @param files files of the input
   * @param clock as {@link System#currentTimeMillis()}
   */
  public Progress(Terminal terminal, long inputBytes, int files, LongSupplier clock) {
    this.terminal = terminal;
    this.inputBytes = inputBytes;
    this.files = files;
    this.clock = clock;
    this.lastLine = clock.getAsLong();
  }

  @Override
  public void accept(Counts counts) {
    long now = clock.getAsLong();
    if (counts.rows() == 0) {
      return;
    }
    String line = line(counts, (now - counts.firstReadMillis()) / 1e3);
    if (terminal.errIsTerminal()) {
      terminal.err().print('\r' + line + " ".repeat(Math.max(0, written - line.length())));
      terminal.err().flush();
      written = line.length();
    } else if (now - lastLine >= BETWEEN_LINES.toMillis()) {
      lastLine = now;
      terminal.err().println(line);
    }
  }

  private String line(Counts counts, double seconds) {
    double rate = counts.rows() / Math.max(seconds, 1e-3);
    String line = String.format(Locale.ROOT, "  %,d rows, %,.0f rows/s", counts.rows(), rate);
    if (files > 1) {
      line += String.format(Locale.ROOT, ", %,d of %,d files", counts.files(), files);
    }
    if (inputBytes <= 0 || counts.inputBytes() <= 0 || seconds < ESTIMATE_AFTER_SECONDS) {
      return line;
    }
    double done = Math.min(1, (double) counts.inputBytes() / inputBytes);
    return line
        + String.format(Locale.ROOT, ", %.0f %%, ", 100 * done)
        + duration(seconds * (1 - done) / done)
        + " left";
  }

  /** A length of time for a person. */
  static String duration(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** Clears the line; a second call does nothing. */
  @Override
  public void close() {
    if (written > 0) {
      terminal.err().print('\r' + " ".repeat(written) + '\r');
      terminal.err().flush();
      written = 0;
    }
  }
}
