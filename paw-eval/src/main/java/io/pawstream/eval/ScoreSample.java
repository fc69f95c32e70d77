package io.pawstream.eval;

import java.util.Arrays;

/**
 * Scores of rows whose right label is known, to learn a temperature on: of all rows, or, so that
 * memory stays bounded, of every second, fourth, eighth … of very many. One thread.
 */
public final class ScoreSample {
  /** Scores kept at most, 16 MB. */
  private static final int MOST = 1 << 21;

  private final int labels;
  private final int mostRows;
  private double[] scores;
  private int[] expected;
  private int rows;
  private long offered;
  private long every = 1;

  /** None yet, of so many labels. */
  public ScoreSample(int labels) {
    this(labels, Math.max(2, MOST / Math.max(1, labels)));
  }

  ScoreSample(int labels, int mostRows) {
    this.labels = labels;
    this.mostRows = mostRows;
    this.scores = new double[Math.min(mostRows, 16) * labels];
    this.expected = new int[Math.min(mostRows, 16)];
  }

  /**
   * Offers a row.
   *
   * @param row scores of all labels
   * @param right index of the right label
   */
  public void add(LabelScores row, int right) {
    long number = offered++;
    if (number % every == 0 && rows == mostRows) {
      halve();
    }
    if (number % every != 0) {
      return;
    }
    if (rows == expected.length) {
      int capacity = Math.min(mostRows, 2 * rows);
      scores = Arrays.copyOf(scores, capacity * labels);
      expected = Arrays.copyOf(expected, capacity);
    }
    System.arraycopy(row.logProbs(), 0, scores, rows * labels, labels);
    expected[rows++] = right;
  }

  /** Keeps every second row. */
  private void halve() {
    int kept = 0;
    for (int i = 0; i < rows; i += 2) {
      System.arraycopy(scores, i * labels, scores, kept * labels, labels);
      expected[kept++] = expected[i];
    }
    rows = kept;
    every *= 2;
  }

  /** Rows that are kept. */
  public int rows() {
    return rows;
  }

  /** Whether the likeliest label of a row, the first of equals, is the right one. */
  boolean right(int row) {
    return best(row) == expected[row];
  }

  /** Probability of the likeliest label of a row at a temperature. */
  double confidence(int row, double temperature) {
    return Math.exp(
        LabelScores.logConfidence(scores, row * labels, labels, best(row), temperature));
  }

  /** Natural logarithm of the probability of the right label of a row at a temperature. */
  double logLikelihood(int row, double temperature) {
    return LabelScores.logConfidence(scores, row * labels, labels, expected[row], temperature);
  }

  private int best(int row) {
    int from = row * labels;
    int best = 0;
    for (int i = 1; i < labels; i++) {
      if (scores[from + i] > scores[from + best]) {
        best = i;
      }
    }
    return best;
  }
}
