package io.pawstream.transformer.lora;

import io.pawstream.transformer.math.Matrix;

/**
 * What an adapter adds to one linear layer: {@code scale * b * a * x} (Hu et al., "LoRA: Low-Rank
 * Adaptation of Large Language Models", 2021).
 *
 * @param a [rank, in]
 * @param b [out, rank]
 * @param scale alpha / rank
 */
public record LoraLayer(Matrix a, Matrix b, float scale) {
  public LoraLayer {
    if (a.rows() != b.cols()) {
      throw new IllegalArgumentException(
          "both matrices of an adapter's layer must have one rank: a=" + a + ", b=" + b);
    }
  }

  /** The width in the middle. */
  public int rank() {
    return a.rows();
  }
}
