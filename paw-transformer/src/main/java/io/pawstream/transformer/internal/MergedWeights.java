package io.pawstream.transformer.internal;

import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.tensor.FloatWeight;
import io.pawstream.transformer.tensor.Weight;
import java.io.IOException;

/**
 * Weights of a file with an adapter added: {@code W + scale * B * A}.
 *
 * @param weights blocks as floats, new ones at every call
 */
public record MergedWeights(FileWeights weights, LoraAdapter adapter, Gemm gemm)
    implements WeightSource {
  public MergedWeights(FileWeights weights, LoraAdapter adapter) {
    this(weights, adapter, new OpenBlasGemm());
  }

  @Override
  public Weight matrix(String name, int rows, int cols) throws IOException {
    Weight weight = weights.matrix(name, rows, cols);
    LoraLayer lora = adapter.layers().get(name);
    if (lora != null && weight instanceof FloatWeight floats) {
      gemm.nn(lora.scale(), lora.b(), lora.a(), 1, floats.matrix());
    }
    return weight;
  }

  @Override
  public Matrix vector(String name, int length) throws IOException {
    return weights.vector(name, length);
  }
}
