package io.pawstream.transformer.internal;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.tensor.FloatWeight;
import io.pawstream.transformer.tensor.TensorFile;
import io.pawstream.transformer.tensor.Weight;

/**
 * Weights of a file.
 *
 * @param blocksAsFloats whether the matrices of blocks are decoded into memory at once, or panel by
 *     panel when used
 * @param othersAsFloats the same for embeddings and the output layer
 */
public record FileWeights(TensorFile file, boolean blocksAsFloats, boolean othersAsFloats)
    implements WeightSource {
  @Override
  public Weight matrix(String name, int rows, int cols) throws GgufException {
    Weight stored = file.weight(name);
    if (stored.rows() != rows || stored.cols() != cols) {
      throw new GgufException(
          "A tensor must fit the sizes of its model: tensor="
              + name
              + ", shape="
              + stored.rows()
              + "x"
              + stored.cols()
              + ", expected="
              + rows
              + "x"
              + cols);
    }
    boolean asFloats = name.startsWith("blk.") ? blocksAsFloats : othersAsFloats;
    return asFloats ? new FloatWeight(file.floats(name)) : stored;
  }

  @Override
  public Matrix vector(String name, int length) throws GgufException {
    matrix(name, 1, length);
    return file.floats(name);
  }
}
