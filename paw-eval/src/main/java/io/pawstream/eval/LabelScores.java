package io.pawstream.eval;

import java.util.Arrays;
import java.util.List;

/**
 * Log probabilities of labels that exclude each other, in the order of the label set. Immutable by
 * convention; any thread.
 *
 * @param logProbs natural logarithms, not normalised over the set
 */
@SuppressWarnings("ArrayRecordComponent") // made for every row of a file
public record LabelScores(double[] logProbs) {

  /**
   * Which labels' tokens another label begins with: for those, what counts is that the answer also
   * ends there.
   *
   * @param tokens token ids of each label
   */
  public static boolean[] beginOthers(List<int[]> tokens) {
    boolean[] begins = new boolean[tokens.size()];
    for (int i = 0; i < begins.length; i++) {
      int[] own = tokens.get(i);
      begins[i] =
          tokens.stream()
              .anyMatch(
                  other ->
                      other.length > own.length
                          && Arrays.equals(own, 0, own.length, other, 0, own.length));
    }
    return begins;
  }

  /** Probability of label {@code index} within the set, at a temperature above 0. */
  public double confidence(int index, double temperature) {
    return Math.exp(logConfidence(index, temperature));
  }

  /** Its natural logarithm. */
  public double logConfidence(int index, double temperature) {
    return logConfidence(logProbs, 0, logProbs.length, index, temperature);
  }

  /** The same of the scores at {@code from} in a longer array. */
  static double logConfidence(
      double[] logProbs, int from, int labels, int index, double temperature) {
    double own = logProbs[from + index];
    double sum = 0;
    for (int i = from; i < from + labels; i++) {
      sum += Math.exp((logProbs[i] - own) / temperature);
    }
    return -Math.log(sum);
  }
}
