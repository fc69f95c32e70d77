package io.pawstream.cli.internal;

import io.pawstream.compiler.CompileProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how far a compilation is: one line written over again in a terminal, else a line now and
 * then. One thread at a time.
 */
final class Progress implements Consumer<CompileProgress>, AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final boolean quiet;
  private final LongSupplier clock;
  private long lastLine;
  private int written;

  /**
   * @param clock as {@link System#currentTimeMillis()}
   */
  Progress(Terminal terminal, boolean quiet, LongSupplier clock) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.clock = clock;
    this.lastLine = clock.getAsLong();
  }

  @Override
  public void accept(CompileProgress progress) {
    if (quiet) {
      return;
    }
    String line = line(progress);
    if (terminal.errIsTerminal()) {
      line = line.substring(0, Math.min(line.length(), Math.max(1, terminal.width() - 1)));
      terminal.err().print('\r' + line + " ".repeat(Math.max(0, written - line.length())));
      terminal.err().flush();
      written = line.length();
    } else if (clock.getAsLong() - lastLine >= BETWEEN_LINES.toMillis()) {
      lastLine = clock.getAsLong();
      terminal.err().println(line);
    }
  }

  private static String line(CompileProgress progress) {
    String accuracy =
        Double.isNaN(progress.heldOutAccuracy())
            ? ""
            : String.format(
                Locale.ROOT, ", held-out accuracy %.1f %%", 100 * progress.heldOutAccuracy());
    return String.format(
        Locale.ROOT,
        "  epoch %d of at most %d, step %d of %d, loss %.4f%s, at most %s left",
        progress.epoch(),
        progress.epochs(),
        progress.step(),
        progress.steps(),
        progress.loss(),
        accuracy,
        duration(progress.secondsLeft()));
  }

  private static String duration(double seconds) {
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
