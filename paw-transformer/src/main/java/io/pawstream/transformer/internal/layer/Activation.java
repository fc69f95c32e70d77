package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.math.Matrix;

/** What stands between the linear layers of a feed-forward layer. Any thread. */
public enum Activation {
  /**
   * {@code silu(gate) * up}, {@code silu(x) = x * sigmoid(x)} (Shazeer, "GLU Variants Improve
   * Transformer", 2020); inner rows are {@code [gate | up]}.
   */
  SWIGLU {
    @Override
    void forward(float[] inner, float[] hidden) {
      int width = hidden.length;
      for (int j = 0; j < width; j++) {
        hidden[j] = inner[j] * Functions.sigmoid(inner[j]) * inner[width + j];
      }
    }

    @Override
    void backward(float[] inner, float[] dHidden, float[] dInner) {
      int width = dHidden.length;
      for (int j = 0; j < width; j++) {
        float s = Functions.sigmoid(inner[j]);
        float silu = inner[j] * s;
        dInner[j] = dHidden[j] * inner[width + j] * (s + silu * (1 - s));
        dInner[width + j] = dHidden[j] * silu;
      }
    }
  },

  /**
   * GELU as {@code x * sigmoid(2 u)}, {@code u = sqrt(2/pi) (x + 0.044715 x^3)}: ggml's tanh form.
   */
  GELU {
    @Override
    void forward(float[] inner, float[] hidden) {
      for (int j = 0; j < hidden.length; j++) {
        float x = inner[j];
        hidden[j] = x * Functions.sigmoid(TWICE_ROOT * (x + CUBIC * x * x * x));
      }
    }

    @Override
    void backward(float[] inner, float[] dHidden, float[] dInner) {
      for (int j = 0; j < dHidden.length; j++) {
        float x = inner[j];
        float s = Functions.sigmoid(TWICE_ROOT * (x + CUBIC * x * x * x));
        float slope = TWICE_ROOT * (1 + 3 * CUBIC * x * x);
        dInner[j] = dHidden[j] * (s + x * s * (1 - s) * slope);
      }
    }
  };

  /** What stands before the parentheses of {@link #GELU}, twice. */
  static final float TWICE_ROOT = (float) (2 * Math.sqrt(2 / Math.PI));

  /** The factor of the cube in {@link #GELU}. */
  static final float CUBIC = 0.044715f;

  abstract void forward(float[] inner, float[] hidden);

  abstract void backward(float[] inner, float[] dHidden, float[] dInner);

  /** Computes some rows. */
  public void forward(Matrix inner, Matrix hidden) {
    float[] in = new float[inner.cols()];
    float[] out = new float[hidden.cols()];
    for (int i = 0; i < inner.rows(); i++) {
      inner.get(i, in);
      forward(in, out);
      hidden.put(i, out);
    }
  }

  /** Computes some rows as {@link Approximate} does. */
  public void approximate(Matrix inner, Matrix hidden) {
    int width = hidden.cols();
    boolean gated = this == SWIGLU;
    Matrix first = inner.cols(0, width);
    Matrix second = gated ? inner.cols(width, 2 * width) : first;
    float[] in = new float[width];
    float[] up = new float[gated ? width : 0];
    float[] out = new float[width];
    for (int i = 0; i < inner.rows(); i++) {
      first.get(i, in);
      if (gated) {
        second.get(i, up);
        Approximate.swiglu(in, up, out);
      } else {
        Approximate.gelu(in, out);
      }
      hidden.put(i, out);
    }
  }

  /** Computes the gradient of some inner rows. */
  public void backward(Matrix inner, Matrix dHidden, Matrix dInner) {
    float[] in = new float[inner.cols()];
    float[] d = new float[dHidden.cols()];
    float[] dIn = new float[inner.cols()];
    for (int i = 0; i < inner.rows(); i++) {
      inner.get(i, in);
      dHidden.get(i, d);
      backward(in, d, dIn);
      dInner.put(i, dIn);
    }
  }
}
