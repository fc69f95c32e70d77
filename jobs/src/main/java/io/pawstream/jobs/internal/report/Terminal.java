package io.pawstream.jobs.internal.report;

import java.io.PrintStream;

/**
 * Where a person reads.
 *
 * @param out for results
 * @param err for progress and errors
 * @param outIsTerminal whether {@code out} understands colours
 * @param errIsTerminal whether a line of {@code err} can be written over
 * @param width columns
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal, int width) {}
