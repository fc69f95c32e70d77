package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;

/**
 * The layer norm, {@code y = (x - mean(x)) / sqrt(variance(x) + epsilon) * gain + bias} (Ba, Kiros
 * and Hinton, 2016).
 *
 * @param gain [1, width]
 * @param bias [1, width]
 */
public record LayerNorm(Matrix gain, Matrix bias, float epsilon) implements Norm {
  @Override
  public void forward(Matrix x, Matrix y) {
    float[] g = gain.toArray(0);
    float[] b = bias.toArray(0);
    float[] row = new float[x.cols()];
    for (int i = 0; i < x.rows(); i++) {
      x.get(i, row);
      standardize(row);
      for (int j = 0; j < row.length; j++) {
        row[j] = row[j] * g[j] + b[j];
      }
      y.put(i, row);
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
      float inverse = standardize(row);
      double sum = 0;
      double dot = 0;
      for (int j = 0; j < d.length; j++) {
        d[j] *= g[j];
        sum += d[j];
        dot += d[j] * row[j];
      }
      float mean = (float) (sum / d.length);
      float along = (float) (dot / d.length);
      for (int j = 0; j < d.length; j++) {
        d[j] = inverse * (d[j] - mean - row[j] * along);
      }
      dx.add(i, d);
    }
  }

  @Override
  public boolean trains(Gradients gradients) {
    return gradients.of(gain) != null || gradients.of(bias) != null;
  }

  @Override
  public void addGradients(Matrix x, Matrix dy, Gradients gradients) {
    Matrix dGain = gradients.of(gain);
    Matrix dBias = gradients.of(bias);
    float[] gains = new float[x.cols()];
    float[] biases = new float[x.cols()];
    float[] row = new float[x.cols()];
    float[] d = new float[x.cols()];
    for (int i = 0; i < x.rows(); i++) {
      x.get(i, row);
      dy.get(i, d);
      standardize(row);
      for (int j = 0; j < d.length; j++) {
        gains[j] += d[j] * row[j];
        biases[j] += d[j];
      }
    }
    if (dGain != null) {
      dGain.add(0, gains);
    }
    if (dBias != null) {
      dBias.add(0, biases);
    }
  }

  /** Shifts and scales to mean 0 and variance 1, and returns the scale. */
  private float standardize(float[] x) {
    double sum = 0;
    for (float value : x) {
      sum += value;
    }
    float mean = (float) (sum / x.length);
    double squares = 0;
    for (int j = 0; j < x.length; j++) {
      x[j] -= mean;
      squares += x[j] * x[j];
    }
    float inverse = (float) (1 / Math.sqrt(squares / x.length + epsilon));
    for (int j = 0; j < x.length; j++) {
      x[j] *= inverse;
    }
    return inverse;
  }
}
