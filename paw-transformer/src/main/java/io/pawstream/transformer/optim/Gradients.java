package io.pawstream.transformer.optim;

import io.pawstream.transformer.math.Matrix;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradients of some parameters. What has none here is frozen. One thread; tasks of a pass add
 * to different parts at the same time.
 */
public final class Gradients {
  private final List<Parameter> parameters;
  private final IdentityHashMap<Matrix, Matrix> gradients = new IdentityHashMap<>();

  /** Zero for each of these parameters. */
  public Gradients(List<Parameter> parameters) {
    this.parameters = List.copyOf(parameters);
    for (Parameter parameter : parameters) {
      Matrix value = parameter.value();
      gradients.put(value, Matrix.zeros(value.rows(), value.cols()));
    }
  }

  /** What is trained, in the order given. */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** The gradient of a parameter's value, or null if it is frozen. */
  public @Nullable Matrix of(@Nullable Matrix value) {
    return value == null ? null : gradients.get(value);
  }

  /** The gradient of one of {@link #parameters}. */
  public Matrix of(Parameter parameter) {
    Matrix gradient = gradients.get(parameter.value());
    if (gradient == null) {
      throw new IllegalArgumentException(
          "a parameter must be among those trained: parameter=" + parameter.name());
    }
    return gradient;
  }

  /** Sets all to zero. */
  public void clear() {
    gradients.values().forEach(Matrix::clear);
  }

  /** The square root of the sum of the squares of all elements. */
  public double norm() {
    double sum = 0;
    for (Parameter parameter : parameters) {
      Matrix gradient = of(parameter);
      float[] row = new float[gradient.cols()];
      for (int i = 0; i < gradient.rows(); i++) {
        gradient.get(i, row);
        for (float g : row) {
          sum += (double) g * g;
        }
      }
    }
    return Math.sqrt(sum);
  }

  /**
   * Shortens all gradients together to a norm of at most this.
   *
   * @return the norm before
   */
  public double clip(double maxNorm) {
    double norm = norm();
    if (norm > maxNorm) {
      scale((float) (maxNorm / norm));
    }
    return norm;
  }

  private void scale(float factor) {
    for (Matrix gradient : gradients.values()) {
      float[] row = new float[gradient.cols()];
      for (int i = 0; i < gradient.rows(); i++) {
        gradient.get(i, row);
        for (int j = 0; j < row.length; j++) {
          row[j] *= factor;
        }
        gradient.put(i, row);
      }
    }
  }
}
