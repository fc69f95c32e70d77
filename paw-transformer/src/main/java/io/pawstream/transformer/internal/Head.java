package io.pawstream.transformer.internal;

import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.optim.Gradients;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes after the last block: norm and output layer, for chosen rows. One thread at a time.
 */
public record Head(Compute compute, Layers layers) {
  /**
   * Computes logits.
   *
   * @param x chosen rows of the last block's output
   * @param normed receives the normed rows
   * @param logits [rows, vocabulary]
   */
  public void forward(Matrix x, Matrix normed, Matrix logits) {
    Matrix nothing = Matrix.zeros(x.rows(), 0);
    compute
        .workers()
        .rows(
            x.rows(),
            (worker, from, to) -> {
              layers.outputNorm().forward(x.rows(from, to), normed.rows(from, to));
              layers
                  .output()
                  .forward(
                      compute.gemm(),
                      compute.scratch().get(worker),
                      null,
                      normed.rows(from, to),
                      logits.rows(from, to),
                      false,
                      nothing);
            });
  }

  /**
   * Computes gradients, and adds to those of norm and output layer.
   *
   * @param normed what {@link #forward} left
   * @param dLogits gradient of the logits
   * @param dNormed receives the gradient of the normed rows
   * @param dx zeros; receives the gradient of {@code x}
   */
  void backward(
      Matrix x, Matrix normed, Matrix dLogits, Matrix dNormed, Matrix dx, Gradients gradients) {
    Matrix nothing = Matrix.zeros(x.rows(), 0);
    compute
        .workers()
        .rows(
            x.rows(),
            (worker, from, to) -> {
              layers
                  .output()
                  .backward(
                      compute.gemm(),
                      compute.scratch().get(worker),
                      null,
                      dLogits.rows(from, to),
                      dNormed.rows(from, to),
                      false,
                      nothing);
              layers
                  .outputNorm()
                  .backward(x.rows(from, to), dNormed.rows(from, to), dx.rows(from, to));
            });
    List<Runnable> tasks = new ArrayList<>();
    layers
        .output()
        .addGradientTasks(
            compute.gemm(), gradients, null, normed, dLogits, nothing, nothing, tasks);
    tasks.add(() -> layers.outputNorm().addGradients(x, dNormed, gradients));
    compute.workers().tasks(tasks.size(), (worker, i) -> tasks.get(i).run());
  }
}
