package io.pawstream.transformer.internal;

import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.internal.layer.Activation;
import io.pawstream.transformer.internal.layer.Attention;
import io.pawstream.transformer.internal.layer.Linear;
import io.pawstream.transformer.internal.layer.Norm;
import io.pawstream.transformer.internal.layer.Rotation;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One block of a transformer: attention, then a feed-forward layer, each with a norm before and the
 * input added after. Immutable; any thread.
 *
 * <p>All but attention works row by row. So each worker takes some rows through norm and
 * projections; then sequences and heads are shared out; then rows again. The backward pass goes the
 * same way back and at the end computes the gradients of parameters, which need all rows.
 *
 * @param attentionNorm before attention
 * @param projections to {@code [queries | keys | values]}, side by side
 * @param rotation of queries and keys, or null where positions are learned
 * @param attention between the tokens
 * @param attentionOutput back to the width of the model
 * @param feedForwardNorm before the feed-forward layer
 * @param inners the linear layers before the activation, side by side
 * @param activation of the feed-forward layer
 * @param down back to the width of the model
 */
public record Block(
    Norm attentionNorm,
    List<Linear> projections,
    @Nullable Rotation rotation,
    Attention attention,
    Linear attentionOutput,
    Norm feedForwardNorm,
    List<Linear> inners,
    Activation activation,
    Linear down) {
  public Block {
    projections = List.copyOf(projections);
    inners = List.copyOf(inners);
  }

  /** All linear layers, in the order in which they are computed. */
  public List<Linear> linears() {
    return Stream.of(projections, List.of(attentionOutput), inners, List.of(down))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Memory for what this block, or any other of the model, computes on its way; without an input.
   *
   * @param rank the largest of the adapter, 0 without one
   */
  Activations activations(int rows, int rank) {
    int width = attentionOutput.weight().rows();
    Matrix projected = Matrix.zeros(rows, outputs(projections));
    return new Activations(
        Matrix.zeros(rows, 0),
        Matrix.zeros(rows, width),
        projected,
        rotation == null ? projected : Matrix.zeros(rows, projected.cols()),
        Matrix.zeros(rows, attentionOutput.weight().cols()),
        Matrix.zeros(rows, width),
        Matrix.zeros(rows, width),
        Matrix.zeros(rows, outputs(inners)),
        Matrix.zeros(rows, down.weight().cols()),
        linears().stream().map(linear -> Matrix.zeros(rows, rank)).toList());
  }

  private static int outputs(List<Linear> side) {
    return side.stream().mapToInt(linear -> linear.weight().rows()).sum();
  }

  /** Whether a parameter of this block, or of the adapter in it, is trained. */
  public boolean trains(Gradients gradients, @Nullable LoraAdapter adapter) {
    return attentionNorm.trains(gradients)
        || feedForwardNorm.trains(gradients)
        || (rotation != null && rotation.trains(gradients))
        || linears().stream().anyMatch(linear -> linear.trains(gradients, adapter));
  }

  /**
   * Computes the block.
   *
   * @param a holds the input; receives the rest
   * @param output receives the output; may be the input
   */
  public void forward(
      Compute compute,
      TokenBatch batch,
      @Nullable LoraAdapter adapter,
      Activations a,
      Matrix output) {
    compute
        .workers()
        .rows(
            batch.rows(),
            (worker, from, to) -> {
              Activations part = a.rows(from, to);
              LinearStep step = new LinearStep(compute, worker, adapter);
              attentionNorm.forward(part.input(), part.attentionInput());
              step.forward(projections, 0, part.attentionInput(), part.projected(), part.low());
              if (rotation != null) {
                rotation.forward(batch, from, part.projected(), part.rotated());
              }
            });
    attention.forward(compute, batch, a.rotated(), a.attended());
    compute
        .workers()
        .rows(
            batch.rows(),
            (worker, from, to) -> {
              Activations part = a.rows(from, to);
              LinearStep step = new LinearStep(compute, worker, adapter);
              int n = projections.size();
              part.middle().copy(part.input());
              step.addForward(attentionOutput, part.attended(), part.middle(), part.low().get(n));
              feedForwardNorm.forward(part.middle(), part.feedForwardInput());
              step.forward(inners, n + 1, part.feedForwardInput(), part.inner(), part.low());
              activation.forward(part.inner(), part.hidden());
              Matrix out = output.rows(from, to);
              out.copy(part.middle());
              step.addForward(down, part.hidden(), out, part.low().get(n + 1 + inners.size()));
            });
  }

  /**
   * Computes the gradients of the block, and adds to those of its parameters.
   *
   * @param a what {@link #forward} left
   * @param dOutput gradient of the output
   * @param d receives all others
   * @param needsInput whether the gradient of the input is wanted
   */
  public void backward(
      Compute compute,
      TokenBatch batch,
      @Nullable LoraAdapter adapter,
      Activations a,
      Matrix dOutput,
      Activations d,
      Gradients gradients,
      boolean needsInput) {
    int n = projections.size();
    compute
        .workers()
        .rows(
            batch.rows(),
            (worker, from, to) -> {
              Activations part = a.rows(from, to);
              Activations dPart = d.rows(from, to);
              Matrix dOut = dOutput.rows(from, to);
              LinearStep step = new LinearStep(compute, worker, adapter);
              step.backward(List.of(down), n + 1 + inners.size(), dOut, dPart.hidden(), dPart);
              activation.backward(part.inner(), dPart.hidden(), dPart.inner());
              step.backward(inners, n + 1, dPart.inner(), dPart.feedForwardInput(), dPart);
              dPart.middle().copy(dOut);
              feedForwardNorm.backward(part.middle(), dPart.feedForwardInput(), dPart.middle());
              step.backward(List.of(attentionOutput), n, dPart.middle(), dPart.attended(), dPart);
            });
    attention.backward(compute, batch, a.rotated(), a.attended(), d.attended(), d.rotated());
    compute
        .workers()
        .rows(
            batch.rows(),
            (worker, from, to) -> {
              Activations part = a.rows(from, to);
              Activations dPart = d.rows(from, to);
              LinearStep step = new LinearStep(compute, worker, adapter);
              if (rotation != null) {
                rotation.backward(
                    batch, from, part.projected(), dPart.rotated(), dPart.projected());
              }
              step.backward(projections, 0, dPart.projected(), dPart.attentionInput(), dPart);
              if (needsInput) {
                dPart.input().copy(dPart.middle());
                attentionNorm.backward(part.input(), dPart.attentionInput(), dPart.input());
              }
            });
    List<Runnable> tasks = gradientTasks(compute.gemm(), batch, adapter, a, dOutput, d, gradients);
    compute.workers().tasks(tasks.size(), (worker, i) -> tasks.get(i).run());
  }

  private List<Runnable> gradientTasks(
      Gemm gemm,
      TokenBatch batch,
      @Nullable LoraAdapter adapter,
      Activations a,
      Matrix dOutput,
      Activations d,
      Gradients gradients) {
    List<Runnable> tasks = new ArrayList<>();
    List<Linear> linears = linears();
    int projectionsEnd = projections.size();
    int columns = 0;
    for (int i = 0; i < linears.size(); i++) {
      Linear linear = linears.get(i);
      Matrix x;
      Matrix dy;
      if (i < projectionsEnd) {
        x = a.attentionInput();
        dy = d.projected();
      } else if (i == projectionsEnd) {
        x = a.attended();
        dy = d.middle();
      } else if (i < linears.size() - 1) {
        x = a.feedForwardInput();
        dy = d.inner();
      } else {
        x = a.hidden();
        dy = dOutput;
      }
      int width = linear.weight().rows();
      int from = columns;
      // layers side by side share the columns of one matrix
      columns = from + width == dy.cols() ? 0 : from + width;
      linear.addGradientTasks(
          gemm,
          gradients,
          linear.layerOf(adapter),
          x,
          dy.cols(from, from + width),
          a.low().get(i),
          d.low().get(i),
          tasks);
    }
    tasks.add(() -> attentionNorm.addGradients(a.input(), d.attentionInput(), gradients));
    tasks.add(() -> feedForwardNorm.addGradients(a.middle(), d.feedForwardInput(), gradients));
    if (rotation != null) {
      Rotation turned = rotation;
      tasks.add(() -> turned.addGradients(batch, a.projected(), d.rotated(), gradients));
    }
    return tasks;
  }
}
