package io.pawstream.transformer.internal;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.tensor.FloatWeight;
import io.pawstream.transformer.tensor.Weight;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Weights to start training from: matrices normally distributed around zero, gains one, biases
 * zero.
 *
 * @param random in a state that decides all of them
 * @param deviation of a matrix
 * @param outputFactor what the deviation of matrices that write to the residual stream is
 *     multiplied with: {@code 1 / sqrt(2 * blocks)} keeps the stream's size independent of the
 *     depth (Radford et al., GPT-2, 2019)
 */
public record RandomWeights(SplittableRandom random, double deviation, double outputFactor)
    implements WeightSource {
  @Override
  public Weight matrix(String name, int rows, int cols) {
    boolean output = name.endsWith("attn_output.weight") || name.endsWith("ffn_down.weight");
    Matrix matrix = Matrix.zeros(rows, cols);
    matrix.fillNormal(random, output ? deviation * outputFactor : deviation);
    return new FloatWeight(matrix);
  }

  @Override
  public Matrix vector(String name, int length) {
    float[] values = new float[length];
    Arrays.fill(values, name.endsWith(".bias") ? 0 : 1);
    return Matrix.row(values);
  }
}
