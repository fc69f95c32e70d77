package io.pawstream.jobs.internal.report;

import java.io.Serializable;
import java.util.List;

/**
 * One of the first rows, as the summary shows it.
 *
 * @param number 1 for the first row of the file
 * @param text the beginning of the input; empty where the row has none
 * @param answers per program what it said, in the order of the programs
 */
public record SampleRow(long number, String text, List<String> answers) implements Serializable {
  public SampleRow {
    answers = List.copyOf(answers);
  }
}
