package io.pawstream.transformer.tensor;

import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.transformer.math.Matrix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Floats on their way into a GGUF file. */
public final class EncodedTensor {
  private EncodedTensor() {}

  /**
   * Adds a matrix as a tensor of shape {@code [cols, rows]}, encoded row by row when the file is
   * written.
   *
   * @param type F32, F16, Q8_0 or Q4_0; the columns must be a multiple of its block
   * @throws IllegalArgumentException if the type is another, or does not fit the columns
   */
  public static void addMatrix(GgufWriter writer, String name, GgufType type, Matrix matrix) {
    add(writer, name, type, matrix, List.of((long) matrix.cols(), (long) matrix.rows()));
  }

  /** Adds the first row of a matrix as a tensor of one dimension, in F32 as llama.cpp wants it. */
  public static void addVector(GgufWriter writer, String name, Matrix vector) {
    add(writer, name, GgufType.F32, vector.rows(0, 1), List.of((long) vector.cols()));
  }

  private static void add(
      GgufWriter writer, String name, GgufType type, Matrix matrix, List<Long> shape) {
    BlockEncoder encoder = BlockEncoder.of(type);
    writer.tensor(
        name,
        type,
        shape,
        out -> {
          int blocks = matrix.cols() / type.blockElements();
          float[] row = new float[matrix.cols()];
          ByteBuffer bytes =
              ByteBuffer.allocate(blocks * type.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < matrix.rows(); i++) {
            matrix.get(i, row);
            bytes.clear();
            for (int block = 0; block < blocks; block++) {
              encoder.encode(row, block * type.blockElements(), bytes);
            }
            out.write(bytes.array());
          }
        });
  }
}
