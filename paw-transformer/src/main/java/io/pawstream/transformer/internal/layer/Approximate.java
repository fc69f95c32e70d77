package io.pawstream.transformer.internal.layer;

import java.util.Arrays;

/**
 * The functions of {@link Functions} and {@link Activation} for answers rather than for training:
 * within 3e-5 of them, and many times as fast, because these loops are ones that the compiler turns
 * into vector code. Any thread.
 */
public final class Approximate {
  /** Exponents are kept between these, so that no step of {@link #exp} leaves the floats. */
  private static final float LEAST = -80;

  private static final float MOST = 80;

  private static final float PART = 1f / 256;

  private Approximate() {}

  /**
   * {@code e^x}, in place, as {@code p(x / 256)^256} with the first five terms of the series: no
   * conversion between floats and integers, which the compiler would not vectorise. Relative error
   * at most 2e-5 for -20 &lt;= x &lt;= 20.
   */
  static void exp(float[] x, int count) {
    for (int j = 0; j < count; j++) {
      float y = Math.max(LEAST, Math.min(MOST, x[j])) * PART;
      float p = 1 + y * (1 + y * (1f / 2 + y * (1f / 6 + y * (1f / 24))));
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      x[j] = p;
    }
  }

  /** As {@link Functions#softmax}, without the logarithm of the sum. */
  static void softmax(float[] x, int count, int end) {
    float max = max(x, count);
    for (int j = 0; j < count; j++) {
      x[j] -= max;
    }
    exp(x, count);
    float inverse = 1 / sum(x, count);
    for (int j = 0; j < count; j++) {
      x[j] *= inverse;
    }
    Arrays.fill(x, count, end, 0);
  }

  /**
   * Several at once: one comparison after the other would wait for its predecessor. Comparisons and
   * not {@code Math.max}, which takes three times as long for the sake of NaN and -0.
   */
  private static float max(float[] x, int count) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int j = 0;
    for (; j + 3 < count; j += 4) {
      a = x[j] > a ? x[j] : a;
      b = x[j + 1] > b ? x[j + 1] : b;
      c = x[j + 2] > c ? x[j + 2] : c;
      d = x[j + 3] > d ? x[j + 3] : d;
    }
    for (; j < count; j++) {
      a = x[j] > a ? x[j] : a;
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  private static float sum(float[] x, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int j = 0;
    for (; j + 3 < count; j += 4) {
      a += x[j];
      b += x[j + 1];
      c += x[j + 2];
      d += x[j + 3];
    }
    for (; j < count; j++) {
      a += x[j];
    }
    return a + b + (c + d);
  }

  /** The sum of all squares. */
  static float squares(float[] x) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int j = 0;
    for (; j + 3 < x.length; j += 4) {
      a += x[j] * x[j];
      b += x[j + 1] * x[j + 1];
      c += x[j + 2] * x[j + 2];
      d += x[j + 3] * x[j + 3];
    }
    for (; j < x.length; j++) {
      a += x[j] * x[j];
    }
    return a + b + (c + d);
  }

  /**
   * {@link Activation#SWIGLU} of one row.
   *
   * @param gate of the row
   * @param up of the row; an array of its own, as loops over two halves of one array stay scalar
   * @param hidden receives the result
   */
  static void swiglu(float[] gate, float[] up, float[] hidden) {
    int width = hidden.length;
    for (int j = 0; j < width; j++) {
      hidden[j] = -gate[j];
    }
    exp(hidden, width);
    for (int j = 0; j < width; j++) {
      hidden[j] = gate[j] * up[j] / (1 + hidden[j]);
    }
  }

  /** {@link Activation#GELU} of one row. */
  static void gelu(float[] inner, float[] hidden) {
    int width = hidden.length;
    for (int j = 0; j < width; j++) {
      float x = inner[j];
      hidden[j] = -Activation.TWICE_ROOT * (x + Activation.CUBIC * x * x * x);
    }
    exp(hidden, width);
    for (int j = 0; j < width; j++) {
      hidden[j] = inner[j] / (1 + hidden[j]);
    }
  }
}
