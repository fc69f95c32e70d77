package io.pawstream.transformer;

import io.pawstream.transformer.internal.Activations;
import io.pawstream.transformer.internal.Block;
import io.pawstream.transformer.internal.Embedding;
import io.pawstream.transformer.internal.Head;
import io.pawstream.transformer.internal.Layers;
import io.pawstream.transformer.internal.PassMemory;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * Computes logits, and keeps nothing for a backward pass. One thread at a time.
 *
 * <p>What a row gives depends on the other rows of its batch by about one part in 10^5, as products
 * of different height are summed in another order; the same batch gives the same bits.
 */
public final class ForwardPass {
  private final Transformer model;
  private final Compute compute;
  private final PassMemory memory;

  public ForwardPass(Transformer model, Compute compute) {
    this.model = model;
    this.compute = compute;
    this.memory = new PassMemory(model.layers().blocks().get(0));
  }

  /**
   * Computes the logits of some rows.
   *
   * @param adapter null for the interpreter alone
   * @param rows rows of the batch, in any order
   * @return [rows, vocabulary]
   * @throws IllegalArgumentException if a token, a position or the adapter does not fit the model
   */
  public Matrix logits(TokenBatch batch, @Nullable LoraAdapter adapter, int... rows) {
    batch.check(model.shape());
    if (adapter != null) {
      model.check(adapter);
    }
    Layers layers = model.layers();
    Matrix x = memory.matrix(0, batch.rows(), model.shape().width());
    Activations a = memory.activations(0, x, adapter);
    Embedding.forward(layers, batch, x);
    for (Block block : layers.blocks()) {
      block.forward(compute, batch, adapter, a, x);
    }
    Matrix chosen = Matrix.zeros(rows.length, x.cols());
    for (int i = 0; i < rows.length; i++) {
      chosen.rows(i, i + 1).copy(x.rows(rows[i], rows[i] + 1));
    }
    Matrix logits = Matrix.zeros(rows.length, model.shape().vocabulary());
    new Head(compute, layers).forward(chosen, Matrix.zeros(rows.length, x.cols()), logits);
    return logits;
  }
}
