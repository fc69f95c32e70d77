package io.pawstream.transformer;

import io.pawstream.transformer.internal.prefill.PrefillBlock;
import io.pawstream.transformer.lora.LoraAdapter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transformer and an adapter, made ready for {@link PrefillPass}. Immutable; any thread.
 *
 * <p>Shares the weights with the transformer and has a copy of the adapter's first matrices.
 */
public final class Prepared {
  private final Transformer model;
  private final List<PrefillBlock> blocks;

  /**
   * @param adapter null for the interpreter alone
   * @throws IllegalArgumentException if the adapter does not fit the model
   */
  public Prepared(Transformer model, @Nullable LoraAdapter adapter) {
    if (adapter != null) {
      model.check(adapter);
    }
    this.model = model;
    this.blocks =
        model.layers().blocks().stream().map(block -> new PrefillBlock(block, adapter)).toList();
  }

  /** The interpreter. */
  public Transformer model() {
    return model;
  }

  /** The most columns that an adapter's first matrices take beside each other. */
  int lowWidth() {
    return blocks.stream().mapToInt(PrefillBlock::lowWidth).max().orElse(0);
  }

  List<PrefillBlock> blocks() {
    return blocks;
  }
}
