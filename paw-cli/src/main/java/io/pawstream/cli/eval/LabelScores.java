package io.pawstream.cli.eval;

import java.util.Arrays;
import java.util.List;

/**
 * Log probabilities of labels that exclude each other, in the order of the label set. Immutable by
 * convention; any thread.
 *
 * @param logProbs natural logarithms, not normalised over the set
 */
@SuppressWarnings("ArrayRecordComponent") // one per row of a file: a list would cost three times it
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
    double sum = 0;
    for (double logProb : logProbs) {
      sum += Math.exp((logProb - logProbs[index]) / temperature);
    }
    return -Math.log(sum);
  }

  /** The index of the likeliest label, the first of equals. */
  public int best() {
    int best = 0;
    for (int i = 1; i < logProbs.length; i++) {
      if (logProbs[i] > logProbs[best]) {
        best = i;
      }
    }
    return best;
  }
}
