package io.pawstream.transformer.internal.layer;

/** Functions of single rows. Any thread. */
public final class Functions {
  private Functions() {}

  /**
   * Turns the first values into probabilities and all others into zeros, in place.
   *
   * @return the logarithm of the sum of their exponentials
   */
  public static double softmax(float[] x, int count) {
    float max = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      max = Math.max(max, x[j]);
    }
    double sum = 0;
    for (int j = 0; j < count; j++) {
      x[j] = (float) Math.exp(x[j] - max);
      sum += x[j];
    }
    float inverse = (float) (1 / sum);
    for (int j = 0; j < count; j++) {
      x[j] *= inverse;
    }
    for (int j = count; j < x.length; j++) {
      x[j] = 0;
    }
    return max + Math.log(sum);
  }

  /** {@code 1 / (1 + e^-x)}. */
  static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }
}
