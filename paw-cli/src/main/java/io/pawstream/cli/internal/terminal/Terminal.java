package io.pawstream.cli.internal.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Where a person types and reads.
 *
 * @param in what is given to the command, UTF-8
 * @param out for results
 * @param err for progress and errors
 * @param outIsTerminal whether {@code out} understands colours
 * @param errIsTerminal whether a line of {@code err} can be written over
 * @param width columns
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int width) {

  /** The same, where {@code err} swallows everything if {@code quiet}. */
  public Terminal quietIf(boolean quiet) {
    return quiet
        ? new Terminal(
            in,
            out,
            new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
            outIsTerminal,
            false,
            width)
        : this;
  }

  /** Colours for {@code out}; none where they are not understood. */
  public Style style() {
    return new Style(outIsTerminal);
  }
}
