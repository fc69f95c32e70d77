package io.pawstream.transformer;

import io.pawstream.transformer.internal.Activations;
import io.pawstream.transformer.internal.Block;
import io.pawstream.transformer.internal.CrossEntropy;
import io.pawstream.transformer.internal.Embedding;
import io.pawstream.transformer.internal.Head;
import io.pawstream.transformer.internal.Layers;
import io.pawstream.transformer.internal.PassMemory;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a loss and the gradients of what is trained. One thread at a time.
 *
 * <p>The same batches in the same order give the same bits on one machine with one number of
 * threads. Blocks below the first that trains anything are computed without keeping anything, and
 * the backward pass ends above them.
 */
public final class TrainingPass {
  // places in the memory: activations
  private static final int SHARED = 0;
  private static final int GRADIENTS = 1;
  private static final int KEPT = 2;
  // and matrices
  private static final int GRADIENT = 0;
  private static final int OTHER_GRADIENT = 1;
  private static final int FIRST_INPUT = 2;

  private final Transformer model;
  private final Compute compute;
  private final Memory memory;
  private final PassMemory buffers;

  /** What the backward pass finds when it comes to a block. */
  public enum Memory {
    /** All that the block computed: about 20 floats per token and unit of width. */
    KEEP,
    /** Its input alone; the block is computed again, a third more work. */
    RECOMPUTE
  }

  public TrainingPass(Transformer model, Compute compute, Memory memory) {
    this.model = model;
    this.compute = compute;
    this.memory = memory;
    this.buffers = new PassMemory(model.layers().blocks().get(0));
  }

  /**
   * Computes the loss alone.
   *
   * @param adapter null for the interpreter alone
   * @throws IllegalArgumentException if a token, a position, a row or the adapter does not fit
   */
  public Loss evaluate(TokenBatch batch, LossRows wanted, @Nullable LoraAdapter adapter) {
    return run(batch, wanted, adapter, new Gradients(List.of()));
  }

  /**
   * Computes the loss and adds its gradients to those given; what has none there is frozen.
   *
   * @param adapter null for the interpreter alone
   * @throws IllegalArgumentException if a token, a position, a row or the adapter does not fit
   */
  public Loss run(
      TokenBatch batch, LossRows wanted, @Nullable LoraAdapter adapter, Gradients gradients) {
    batch.check(model.shape());
    if (adapter != null) {
      model.check(adapter);
    }
    Layers layers = model.layers();
    int lowest = lowestTrained(layers, adapter, gradients);
    List<Activations> kept = new ArrayList<>();
    Matrix output = forward(batch, adapter, lowest, kept);
    Matrix dOutput = buffers.matrix(GRADIENT, output.rows(), output.cols());
    dOutput.clear();
    Loss loss =
        new CrossEntropy(new Head(compute, layers), buffers.head(), wanted.count())
            .run(output, wanted, dOutput, gradients);
    if (lowest < layers.blocks().size()) {
      backward(batch, adapter, gradients, lowest, kept, dOutput);
    }
    return loss;
  }

  /**
   * Computes all blocks.
   *
   * @param kept receives what {@link #memory} says, for the lowest block trained and all above
   * @return output of the last block
   */
  private Matrix forward(
      TokenBatch batch, @Nullable LoraAdapter adapter, int lowest, List<Activations> kept) {
    Layers layers = model.layers();
    int width = model.shape().width();
    Matrix x = buffers.matrix(FIRST_INPUT, batch.rows(), width);
    Embedding.forward(layers, batch, x);
    for (int i = 0; i < layers.blocks().size(); i++) {
      boolean keep = i >= lowest;
      Matrix output = keep ? buffers.matrix(FIRST_INPUT + i + 1, batch.rows(), width) : x;
      int place = keep && memory == Memory.KEEP ? KEPT + i - lowest : SHARED;
      Activations a = buffers.activations(place, x, adapter);
      layers.blocks().get(i).forward(compute, batch, adapter, a, output);
      if (keep) {
        kept.add(a);
      }
      x = output;
    }
    return x;
  }

  private void backward(
      TokenBatch batch,
      @Nullable LoraAdapter adapter,
      Gradients gradients,
      int lowest,
      List<Activations> kept,
      Matrix dLast) {
    Layers layers = model.layers();
    boolean embedding = Embedding.trains(layers, gradients);
    Matrix dOutput = dLast;
    Matrix dInput = buffers.matrix(OTHER_GRADIENT, dLast.rows(), dLast.cols());
    for (int i = layers.blocks().size() - 1; i >= lowest; i--) {
      Block block = layers.blocks().get(i);
      Activations a = kept.get(i - lowest);
      if (memory == Memory.RECOMPUTE) {
        block.forward(compute, batch, adapter, a, dInput);
      }
      Activations d = buffers.activations(GRADIENTS, dInput, adapter);
      boolean needsInput = i > lowest || embedding;
      block.backward(compute, batch, adapter, a, dOutput, d, gradients, needsInput);
      Matrix free = dOutput;
      dOutput = dInput;
      dInput = free;
    }
    if (embedding) {
      Embedding.backward(layers, batch, dOutput, gradients);
    }
  }

  /** The first block whose activations the backward pass needs. */
  private static int lowestTrained(
      Layers layers, @Nullable LoraAdapter adapter, Gradients gradients) {
    if (Embedding.trains(layers, gradients)) {
      return 0;
    }
    int i = 0;
    while (i < layers.blocks().size() && !layers.blocks().get(i).trains(gradients, adapter)) {
      i++;
    }
    return i;
  }
}
