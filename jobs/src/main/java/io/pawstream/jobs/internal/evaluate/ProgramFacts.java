package io.pawstream.jobs.internal.evaluate;

import java.util.List;

/**
 * The program that was asked, as the task that loaded it knows it. Immutable; any thread.
 *
 * @param name of the program
 * @param digest of the program
 * @param labels its label set, in order; empty for free text
 * @param temperature that confidences are computed with
 */
public record ProgramFacts(String name, String digest, List<String> labels, double temperature) {}
