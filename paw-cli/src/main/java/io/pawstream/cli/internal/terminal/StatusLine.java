package io.pawstream.cli.internal.terminal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says how far something is: one line written over again in a terminal, else a line now and then.
 * One thread at a time.
 */
public final class StatusLine implements AutoCloseable {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final Terminal terminal;
  private final LongSupplier clock;
  private long lastLine;
  private int written;

  /**
   * A status that begins now.
   *
   * @param clock as {@link System#currentTimeMillis()}
   */
  public StatusLine(Terminal terminal, LongSupplier clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.lastLine = clock.getAsLong();
  }

  /** Shows {@code line}, cut to the terminal's width. */
  public void show(String line) {
    if (terminal.errIsTerminal()) {
      String fitting =
          line.substring(0, Math.min(line.length(), Math.max(1, terminal.width() - 1)));
      terminal.err().print('\r' + fitting + " ".repeat(Math.max(0, written - fitting.length())));
      terminal.err().flush();
      written = fitting.length();
    } else if (clock.getAsLong() - lastLine >= BETWEEN_LINES.toMillis()) {
      lastLine = clock.getAsLong();
      terminal.err().println(line);
    }
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
