package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;

/**
 * The root mean square norm, {@code y = x / sqrt(mean(x^2) + epsilon) * gain} (Zhang and Sennrich,
 * 2019).
 *
 * @param gain [1, width]
 */
public record RmsNorm(Matrix gain, float epsilon) implements Norm {
  @Override
  public void forward(Matrix x, Matrix y) {
    float[] g = gain.toArray(0);
    float[] row = new float[x.cols()];
    for (int i = 0; i < x.rows(); i++) {
      x.get(i, row);
      forward(row, 0, g);
      y.put(i, row);
    }
  }

  @Override
  public void approximate(Matrix x, Matrix y) {
    float[] g = gain.toArray(0);
    float[] row = new float[x.cols()];
    for (int i = 0; i < x.rows(); i++) {
      x.get(i, row);
      float inverse = (float) (1 / Math.sqrt(Approximate.squares(row) / row.length + epsilon));
      for (int j = 0; j < g.length; j++) {
        row[j] = row[j] * inverse * g[j];
      }
      y.put(i, row);
    }
  }

  /** Normalises as many values as the gain has, in place. */
  void forward(float[] x, int from, float[] g) {
    float inverse = inverse(x, from, g.length);
    for (int j = 0; j < g.length; j++) {
      x[from + j] = x[from + j] * inverse * g[j];
    }
  }

  @Override
  public void backward(Matrix x, Matrix dy, Matrix dx) {
    float[] g = gain.toArray(0);
    float[] row = new float[x.cols()];
    float[] d = new float[x.cols()];
    for (int i = 0; i < x.rows(); i++) {
      x.get(i, row);
      dy.get(i, d);
      backward(row, d, 0, g);
      dx.add(i, d);
    }
  }

  /**
   * Turns the gradient of the output into that of the input, in place.
   *
   * @param x the input
   * @param d the gradient
   */
  void backward(float[] x, float[] d, int from, float[] g) {
    int width = g.length;
    float inverse = inverse(x, from, width);
    double dot = 0;
    for (int j = 0; j < width; j++) {
      d[from + j] *= g[j];
      dot += d[from + j] * x[from + j];
    }
    float along = (float) (dot / width) * inverse * inverse;
    for (int j = 0; j < width; j++) {
      d[from + j] = inverse * (d[from + j] - x[from + j] * along);
    }
  }

  @Override
  public boolean trains(Gradients gradients) {
    return gradients.of(gain) != null;
  }

  @Override
  public void addGradients(Matrix x, Matrix dy, Gradients gradients) {
    Matrix dGain = gradients.of(gain);
    if (dGain == null) {
      return;
    }
    float[] sum = dGain.toArray(0);
    float[] row = new float[x.cols()];
    float[] d = new float[x.cols()];
    for (int i = 0; i < x.rows(); i++) {
      x.get(i, row);
      dy.get(i, d);
      addGain(row, d, 0, sum);
    }
    dGain.put(0, sum);
  }

  /** Adds what one input and the gradient of its output give for the gain. */
  void addGain(float[] x, float[] d, int from, float[] sum) {
    float inverse = inverse(x, from, sum.length);
    for (int j = 0; j < sum.length; j++) {
      sum[j] += d[from + j] * x[from + j] * inverse;
    }
  }

  private float inverse(float[] x, int from, int width) {
    double squares = 0;
    for (int j = 0; j < width; j++) {
      squares += x[from + j] * x[from + j];
    }
    return (float) (1 / Math.sqrt(squares / width + epsilon));
  }
}
