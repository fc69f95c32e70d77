package io.pawstream.eval;

import java.util.List;
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

  /** Counts answers. One thread. */
  public static final class Tally {
    private final long[] count = new long[BINS];
    private final long[] right = new long[BINS];
    private final double[] sum = new double[BINS];
    private long answers;

    /** Counts a row; a failure has no confidence. */
    public void add(JudgedRow row) {
      if (row.answered() != null) {
        add(row.confidence(), row.right());
      }
    }

    /** Counts an answer. */
    void add(double confidence, boolean isRight) {
      int bin = Math.min(BINS - 1, (int) (confidence * BINS));
      count[bin]++;
      sum[bin] += confidence;
      right[bin] += isRight ? 1 : 0;
      answers++;
    }

    /** What was counted. */
    public Reliability result() {
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
}
