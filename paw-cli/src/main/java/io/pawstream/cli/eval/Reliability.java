package io.pawstream.cli.eval;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Whether confidences mean what they say: answers in {@value #BINS} bins of equal width by
 * confidence, how sure they are in each, and how often right. Immutable; any thread.
 *
 * @param bins from low to high confidence, empty ones included
 * @param error expected calibration error, 0 to 1: the gap between confidence and share of right
 *     answers, averaged over the answers (Naeini, Cooper, Hauskrecht 2015); NaN without answers
 */
public record Reliability(List<Bin> bins, double error) {
  /** How many bins there are. */
  public static final int BINS = 10;

  /**
   * Answers of about the same confidence.
   *
   * @param from least confidence, inclusive
   * @param to greatest confidence, exclusive except in the last bin
   * @param count answers
   * @param confidence their mean confidence; NaN where there are none
   * @param accuracy share of them that are right; NaN where there are none
   */
  public record Bin(double from, double to, long count, double confidence, double accuracy) {}

  public Reliability {
    bins = List.copyOf(bins);
  }

  /** Of the confidences as they are; failures are left out. */
  public static Reliability of(List<JudgedRow> rows) {
    return of(rows, JudgedRow::confidence);
  }

  /** Of other confidences; failures are left out. */
  public static Reliability of(List<JudgedRow> rows, ToDoubleFunction<JudgedRow> confidence) {
    long[] count = new long[BINS];
    long[] right = new long[BINS];
    double[] sum = new double[BINS];
    long answers = 0;
    for (JudgedRow row : rows) {
      if (row.answered() != null) {
        double p = confidence.applyAsDouble(row);
        int bin = Math.min(BINS - 1, (int) (p * BINS));
        count[bin]++;
        sum[bin] += p;
        right[bin] += row.right() ? 1 : 0;
        answers++;
      }
    }
    double gaps = 0;
    for (int i = 0; i < BINS; i++) {
      gaps += Math.abs(sum[i] - right[i]);
    }
    return new Reliability(
        IntStream.range(0, BINS)
            .mapToObj(
                i ->
                    new Bin(
                        (double) i / BINS,
                        (i + 1.0) / BINS,
                        count[i],
                        sum[i] / count[i],
                        (double) right[i] / count[i]))
            .toList(),
        gaps / answers);
  }
}
