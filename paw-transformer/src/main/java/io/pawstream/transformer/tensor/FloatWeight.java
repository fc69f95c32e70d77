package io.pawstream.transformer.tensor;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;

/**
 * A weight as floats, the only kind that can be trained.
 *
 * @param matrix [out, in]
 */
public record FloatWeight(Matrix matrix) implements Weight {
  @Override
  public int rows() {
    return matrix.rows();
  }

  @Override
  public int cols() {
    return matrix.cols();
  }

  @Override
  public int panelRows() {
    return Math.max(1, rows());
  }

  @Override
  public Matrix panel(int from, int to, Scratch scratch, int place) {
    return matrix.rows(from, to);
  }

  @Override
  public void decode(int from, Matrix into) {
    into.copy(matrix.rows(from, from + into.rows()));
  }
}
