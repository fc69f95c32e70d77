package io.pawstream.benchmarks.internal.training;

import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.lora.LinearShape;
import java.util.Map;

/**
 * The additions and multiplications that a pass cannot do without: those of its products of
 * matrices. Norms, softmax, rotation, the optimiser, decoding of weights and whatever is computed
 * twice to save memory are not counted, so they lower the share of the peak. Immutable; any thread.
 *
 * @param model sizes of the interpreter
 * @param linears its linear layers, by the name of their weight
 * @param sequence tokens of a sequence
 * @param headRows rows of a sequence that logits are computed for
 * @param rank of the adapter; 0 for none
 */
record Work(
    ModelShape model, Map<String, LinearShape> linears, int sequence, int headRows, int rank) {

  /** Gigaflop of a forward pass per token. */
  double forward() {
    return gigaflop(linear() + adapter() + attention() + head());
  }

  /**
   * The same of a forward and a backward pass with frozen weights: gradients of all inputs but the
   * first block's, and of the adapter's matrices.
   */
  double training() {
    return gigaflop(2 * linear() - first() + 3 * adapter() + 3 * attention() + 2 * head());
  }

  /** The same with the gradients of all weights instead. */
  double fullTraining() {
    return gigaflop(3 * linear() + 3 * attention() + 3 * head());
  }

  private static double gigaflop(double multiplications) {
    return 2 * multiplications / 1e9;
  }

  private double linear() {
    return linears.values().stream().mapToDouble(l -> (double) l.in() * l.out()).sum();
  }

  /** Layers that read the first block's input: nothing below it learns. */
  private double first() {
    return linears.entrySet().stream()
        .filter(l -> l.getKey().matches("blk\\.0\\.attn_(q|k|v|qkv)\\.weight"))
        .mapToDouble(l -> (double) l.getValue().in() * l.getValue().out())
        .sum();
  }

  private double adapter() {
    return linears.values().stream().mapToDouble(l -> (double) rank * (l.in() + l.out())).sum();
  }

  /** Scores and weighted values; a token sees half of its sequence in the mean. */
  private double attention() {
    return 2.0 * model.blocks() * model.queryWidth() * (sequence + 1) / 2;
  }

  private double head() {
    return (double) headRows / sequence * model.width() * model.vocabulary();
  }
}
