package io.pawstream.transformer.internal;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.tensor.Weight;
import java.io.IOException;

/** Where the tensors of a new model come from. One thread. */
public interface WeightSource {
  /**
   * A matrix.
   *
   * @param name of the tensor
   * @throws IOException if there is none of this name and shape
   */
  Weight matrix(String name, int rows, int cols) throws IOException;

  /**
   * A vector, as a matrix of one row.
   *
   * @throws IOException if there is none of this name and length
   */
  Matrix vector(String name, int length) throws IOException;
}
