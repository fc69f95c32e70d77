package io.pawstream.runtime.engine.internal.program;

/**
 * Arithmetic on one row of logits.
 *
 * @param best token with the largest logit, the lowest id among equals
 * @param bestLogit its logit
 * @param secondLogit the largest logit of all other tokens
 * @param logSum logarithm of the sum of the exponentials of all logits: {@code logit - logSum} is a
 *     log probability
 */
public record Logits(int best, double bestLogit, double secondLogit, double logSum) {
  /** A logit this far below the largest adds less than a rounding error to the sum. */
  private static final float NEGLIGIBLE = 40f;

  /** What a row says. */
  public static Logits of(float[] row) {
    int best = 0;
    float first = row[0];
    float second = Float.NEGATIVE_INFINITY;
    for (int i = 1; i < row.length; i++) {
      float value = row[i];
      if (value > first) {
        second = first;
        first = value;
        best = i;
      } else if (value > second) {
        second = value;
      }
    }
    return new Logits(best, first, second, first + Math.log(sum(row, first)));
  }

  private static double sum(float[] row, float max) {
    double sum = 0;
    for (float value : row) {
      float below = value - max;
      if (below > -NEGLIGIBLE) {
        sum += Math.exp(below);
      }
    }
    return sum;
  }
}
