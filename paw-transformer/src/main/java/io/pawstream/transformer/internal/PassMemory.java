package io.pawstream.transformer.internal;

import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a pass, used again for each batch; it grows to the largest. One thread at a time.
 */
public final class PassMemory {
  private final Block block;
  private final List<Activations> places = new ArrayList<>();
  private final Scratch matrices = new Scratch();
  private final Scratch head = new Scratch();

  /**
   * @param block any of the model: all have the same sizes
   */
  public PassMemory(Block block) {
    this.block = block;
  }

  /**
   * What a block computes on its way.
   *
   * @param place small number; different ones do not overlap
   * @param input of the block
   */
  public Activations activations(int place, Matrix input, @Nullable LoraAdapter adapter) {
    int rows = input.rows();
    int rank = adapter == null ? 0 : adapter.maxRank();
    while (places.size() <= place) {
      places.add(block.activations(rows, rank));
    }
    Activations kept = places.get(place);
    if (kept.middle().rows() < rows || kept.low().get(0).cols() < rank) {
      kept =
          block.activations(
              Math.max(kept.middle().rows(), rows), Math.max(kept.low().get(0).cols(), rank));
      places.set(place, kept);
    }
    return kept.rows(0, rows).withInput(input);
  }

  /**
   * A matrix with any content.
   *
   * @param place small number; different ones do not overlap
   */
  public Matrix matrix(int place, int rows, int cols) {
    return matrices.matrix(place, rows, cols);
  }

  /** What the head needs on its way. */
  public Scratch head() {
    return head;
  }
}
