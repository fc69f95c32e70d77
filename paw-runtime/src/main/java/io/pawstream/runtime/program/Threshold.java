package io.pawstream.runtime.program;

import java.util.List;

/**
 * The least confidence that answers of a program with one label set should have, chosen on rows
 * whose right answers are known. Immutable; any thread.
 *
 * @param labels the label set that it was chosen with, in order; empty for free text
 * @param temperature that the confidences were computed with: at another one it counts for nothing
 * @param minConfidence from 0 to 1
 * @param accuracy share of the answers of at least this confidence that were right, 0 to 1
 * @param coverage share of the rows that had such an answer, 0 to 1
 * @param rows how many rows it was chosen on
 */
public record Threshold(
    List<String> labels,
    double temperature,
    double minConfidence,
    double accuracy,
    double coverage,
    long rows) {
  /**
   * @throws IllegalArgumentException if temperature or confidence is out of range; the message
   *     names it
   */
  public Threshold {
    labels = List.copyOf(labels);
    Calibration.requireTemperature(temperature);
    // written so that NaN does not pass
    if (!(minConfidence >= 0 && minConfidence <= 1)) {
      throw new IllegalArgumentException(
          "min_confidence must be from 0 to 1: min_confidence=" + minConfidence);
    }
  }
}
