package io.pawstream.cli.internal.compile;

import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.compiler.CompileProgress;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Shows how far a compilation is. One thread at a time. */
final class Progress implements Consumer<CompileProgress>, AutoCloseable {
  private final StatusLine status;
  private final boolean quiet;

  /**
   * @param clock as {@link System#currentTimeMillis()}
   */
  Progress(Terminal terminal, boolean quiet, LongSupplier clock) {
    this.status = new StatusLine(terminal, clock);
    this.quiet = quiet;
  }

  @Override
  public void accept(CompileProgress progress) {
    if (!quiet) {
      status.show(line(progress));
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
        Shown.duration(progress.secondsLeft()));
  }

  /** Clears the line; a second call does nothing. */
  @Override
  public void close() {
    status.close();
  }
}
