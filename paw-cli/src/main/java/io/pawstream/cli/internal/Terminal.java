package io.pawstream.cli.internal;

import java.io.PrintStream;

/**
 * Where a person reads.
 *
 * @param out for results
 * @param err for progress and errors
 * @param errIsTerminal whether a line of {@code err} can be written over
 * @param width columns
 */
public record Terminal(PrintStream out, PrintStream err, boolean errIsTerminal, int width) {}
