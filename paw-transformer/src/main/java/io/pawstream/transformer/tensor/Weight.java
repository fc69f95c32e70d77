package io.pawstream.transformer.tensor;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;

/**
 * The matrix of a linear layer or an embedding, [out, in], however it lies in memory. Any thread.
 */
public sealed interface Weight permits FloatWeight, StoredWeight {
  /** Outputs, or tokens. */
  int rows();

  /** Inputs. */
  int cols();

  /** How many rows {@link #panel} should be asked for at a time; at least 1. */
  int panelRows();

  /**
   * Some rows as floats.
   *
   * @param scratch where they are decoded to, if they have to be
   * @param place which part of it may be used
   */
  Matrix panel(int from, int to, Scratch scratch, int place);

  /**
   * Copies rows as floats.
   *
   * @param from the first row
   * @param into as many rows as wanted, of {@link #cols} columns
   */
  void decode(int from, Matrix into);
}
