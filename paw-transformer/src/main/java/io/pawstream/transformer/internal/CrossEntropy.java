package io.pawstream.transformer.internal;

import io.pawstream.transformer.Loss;
import io.pawstream.transformer.LossRows;
import io.pawstream.transformer.internal.layer.Functions;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import io.pawstream.transformer.optim.Gradients;

/**
 * The cross entropy of chosen rows and its gradient. A vocabulary is large: logits are in memory
 * for a part of the rows at a time. One thread at a time.
 */
public final class CrossEntropy {
  /** Logits in memory at once: 64 MiB. */
  private static final int MAX_LOGITS = 1 << 24;

  private final Head head;
  private final Scratch scratch;
  private final double[] losses;
  private final boolean[] hits;

  /**
   * @param scratch for what is needed on the way
   * @param count how many rows
   */
  public CrossEntropy(Head head, Scratch scratch, int count) {
    this.head = head;
    this.scratch = scratch;
    this.losses = new double[count];
    this.hits = new boolean[count];
  }

  /**
   * Computes the loss.
   *
   * @param x output of the last block, all rows
   * @param dx zeros; receives the gradient of {@code x}
   * @param gradients receive what norm and output layer give; if they are of nothing at all, {@code
   *     dx} stays as it is
   * @throws IllegalArgumentException if a row or target does not exist
   */
  public Loss run(Matrix x, LossRows wanted, Matrix dx, Gradients gradients) {
    int vocabulary = head.layers().output().weight().rows();
    check(wanted, x.rows(), vocabulary);
    int step = Math.max(1, MAX_LOGITS / vocabulary);
    for (int from = 0; from < wanted.count(); from += step) {
      int count = Math.min(step, wanted.count() - from);
      Matrix chosen = scratch.matrix(0, count, x.cols());
      Matrix normed = scratch.matrix(1, count, x.cols());
      Matrix logits = scratch.matrix(2, count, vocabulary);
      for (int i = 0; i < count; i++) {
        int row = wanted.row(from + i);
        chosen.rows(i, i + 1).copy(x.rows(row, row + 1));
      }
      head.forward(chosen, normed, logits);
      int first = from;
      head.compute()
          .workers()
          .rows(count, (worker, start, end) -> loss(wanted, first, logits, start, end));
      if (!gradients.parameters().isEmpty()) {
        Matrix dNormed = scratch.matrix(3, count, x.cols());
        Matrix dChosen = scratch.matrix(4, count, x.cols());
        dChosen.clear();
        head.backward(chosen, normed, logits, dNormed, dChosen, gradients);
        for (int i = 0; i < count; i++) {
          dx.add(wanted.row(from + i), dChosen.toArray(i));
        }
      }
    }
    double sum = 0;
    for (double loss : losses) {
      sum += loss;
    }
    return new Loss(sum, hits);
  }

  /** Turns the logits of some rows into their gradient: probabilities minus the target. */
  private void loss(LossRows wanted, int first, Matrix logits, int start, int end) {
    float[] row = new float[logits.cols()];
    for (int i = start; i < end; i++) {
      logits.get(i, row);
      int target = wanted.target(first + i);
      float weight = wanted.weight(first + i);
      float wantedLogit = row[target];
      boolean hit = true;
      for (int j = 0; j < row.length; j++) {
        // of equal ones, greedy decoding takes the first
        hit &= row[j] < wantedLogit || (row[j] == wantedLogit && j >= target);
      }
      hits[first + i] = hit;
      double logSum = Functions.softmax(row, row.length);
      losses[first + i] = weight * (logSum - wantedLogit);
      row[target] -= 1;
      for (int j = 0; j < row.length; j++) {
        row[j] *= weight;
      }
      logits.put(i, row);
    }
  }

  private static void check(LossRows wanted, int rows, int vocabulary) {
    for (int i = 0; i < wanted.count(); i++) {
      int row = wanted.row(i);
      int target = wanted.target(i);
      if (row < 0 || row >= rows || target < 0 || target >= vocabulary) {
        throw new IllegalArgumentException(
            "a loss must be of existing rows and tokens: row="
                + row
                + ", rows="
                + rows
                + ", target="
                + target
                + ", vocabulary="
                + vocabulary);
      }
    }
  }
}
