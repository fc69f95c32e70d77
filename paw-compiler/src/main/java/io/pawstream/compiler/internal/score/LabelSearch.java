package io.pawstream.compiler.internal.score;

import java.util.Arrays;

/**
 * Finds the label that the runtime would answer with, looking at as few rows as it can. One thread.
 *
 * <p>A label's score is the log probability that the answer begins with its tokens, and where
 * another label begins with the same tokens, that it also ends there: as the runtime's engine
 * scores (docs/adr/0004-label-scores.md). A label is never likelier than its first tokens, so the
 * likeliest is found when it is scored whole and no other could still be likelier.
 */
final class LabelSearch {
  private final int[][] labels;
  private final boolean[] needsEnd;
  private final double[] score;

  /** Rows of each label that are in its score; one more than its tokens with the end. */
  private final int[] scored;

  /**
   * @param labels the tokens of each, without the end token
   * @param needsEnd see {@link #needsEnd}
   */
  LabelSearch(int[][] labels, boolean[] needsEnd) {
    this.labels = labels;
    this.needsEnd = needsEnd;
    this.score = new double[labels.length];
    this.scored = new int[labels.length];
  }

  /** For each label, whether another begins with the same tokens. */
  static boolean[] needsEnd(int[][] labels) {
    boolean[] needs = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      for (int[] other : labels) {
        int n = labels[i].length;
        needs[i] |= other.length > n && Arrays.equals(other, 0, n, labels[i], 0, n);
      }
    }
    return needs;
  }

  /**
   * Takes a row: what follows some tokens of an answer. Rows of one path come in order.
   *
   * @param path tokens of a label
   * @param depth how many of them come before the row
   */
  void accept(int[] path, int depth, RowScores row, int endToken) {
    for (int i = 0; i < labels.length; i++) {
      int[] label = labels[i];
      if (scored[i] == depth && depth < rows(i) && Arrays.equals(label, 0, depth, path, 0, depth)) {
        score[i] += row.logProb(depth < label.length ? label[depth] : endToken);
        scored[i]++;
      }
    }
  }

  private int rows(int label) {
    return labels[label].length + (needsEnd[label] ? 1 : 0);
  }

  /** The likeliest label by what is known. */
  int best() {
    int best = 0;
    for (int i = 1; i < labels.length; i++) {
      if (score[i] > score[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Whether {@link #best} is certain. */
  boolean decided() {
    int best = best();
    return scored[best] == rows(best);
  }

  /** Log probability of the best label less that of the second; a lower bound. */
  double margin() {
    int best = best();
    double second = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < labels.length; i++) {
      if (i != best) {
        second = Math.max(second, score[i]);
      }
    }
    return score[best] - second;
  }
}
