package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;

/**
 * Causal attention of each sequence to itself: {@code softmax(Q K^T / sqrt(headWidth)) V} (Vaswani
 * et al., 2017), several query heads sharing a key head (Ainslie et al., "GQA", 2023). Rows are
 * {@code [queries | keys | values]}. Any thread.
 *
 * <p>Probabilities are not kept: the backward pass computes them again, for some queries at a time.
 */
public record Attention(int heads, int keyValueHeads, int headWidth) {
  /** Queries whose probabilities are in memory at once. */
  private static final int QUERIES = 256;

  private static final int PROBABILITIES = 1;
  private static final int GRADIENTS = 2;

  /**
   * Computes all rows.
   *
   * @param rotated [n, queries | keys | values]
   * @param attended [n, heads * headWidth]
   */
  public void forward(Compute compute, TokenBatch batch, Matrix rotated, Matrix attended) {
    compute
        .workers()
        .tasks(
            batch.sequences() * heads,
            (worker, i) -> {
              int from = batch.start(i / heads);
              int to = batch.end(i / heads);
              Head head = head(i % heads, rotated.rows(from, to));
              Matrix out = columns(attended.rows(from, to), i % heads);
              Scratch scratch = compute.scratch().get(worker);
              for (int first = 0; first < to - from; first += QUERIES) {
                int end = Math.min(to - from, first + QUERIES);
                Matrix p = head.probabilities(compute.gemm(), scratch, first, end);
                compute.gemm().nn(1, p, head.values().rows(0, end), 0, out.rows(first, end));
              }
            });
  }

  /**
   * Computes the gradient of all rows.
   *
   * @param attended what {@link #forward} gave
   * @param dAttended its gradient
   * @param dRotated receives the gradient of queries, keys and values
   */
  public void backward(
      Compute compute,
      TokenBatch batch,
      Matrix rotated,
      Matrix attended,
      Matrix dAttended,
      Matrix dRotated) {
    int group = heads / keyValueHeads;
    compute
        .workers()
        .tasks(
            batch.sequences() * keyValueHeads,
            (worker, i) -> {
              int from = batch.start(i / keyValueHeads);
              int to = batch.end(i / keyValueHeads);
              int first = i % keyValueHeads * group;
              Matrix d = dRotated.rows(from, to);
              head(first, d).keys().clear();
              head(first, d).values().clear();
              for (int h = first; h < first + group; h++) {
                backward(
                    compute.gemm(),
                    compute.scratch().get(worker),
                    head(h, rotated.rows(from, to)),
                    columns(attended.rows(from, to), h),
                    columns(dAttended.rows(from, to), h),
                    head(h, d));
              }
            });
  }

  private static void backward(
      Gemm gemm, Scratch scratch, Head head, Matrix out, Matrix dOut, Head d) {
    int length = out.rows();
    for (int first = 0; first < length; first += QUERIES) {
      int end = Math.min(length, first + QUERIES);
      Matrix dO = dOut.rows(first, end);
      Matrix p = head.probabilities(gemm, scratch, first, end);
      gemm.tn(1, p, dO, 1, d.values().rows(0, end));
      Matrix dS = scratch.matrix(GRADIENTS, end - first, end);
      gemm.nt(1, dO, head.values().rows(0, end), 0, dS);
      softmaxBackward(p, out.rows(first, end), dO, dS, head.scale());
      gemm.nn(1, dS, head.keys().rows(0, end), 0, d.queries().rows(first, end));
      gemm.tn(1, dS, head.queries().rows(first, end), 1, d.keys().rows(0, end));
    }
  }

  /** Turns the gradient of probabilities into that of scores: {@code p * (dP - out . dOut)}. */
  private static void softmaxBackward(Matrix p, Matrix out, Matrix dOut, Matrix dS, float scale) {
    float[] probabilities = new float[p.cols()];
    float[] d = new float[p.cols()];
    float[] o = new float[out.cols()];
    float[] dO = new float[out.cols()];
    for (int i = 0; i < p.rows(); i++) {
      p.get(i, probabilities);
      dS.get(i, d);
      out.get(i, o);
      dOut.get(i, dO);
      float dot = 0;
      for (int j = 0; j < o.length; j++) {
        dot += o[j] * dO[j];
      }
      for (int j = 0; j < d.length; j++) {
        d[j] = scale * probabilities[j] * (d[j] - dot);
      }
      dS.put(i, d);
    }
  }

  private Matrix columns(Matrix rows, int head) {
    return rows.cols(head * headWidth, (head + 1) * headWidth);
  }

  private Head head(int head, Matrix rows) {
    int shared = head / (heads / keyValueHeads);
    return new Head(
        columns(rows, head),
        columns(rows, heads + shared),
        columns(rows, heads + keyValueHeads + shared));
  }

  /** One head of one sequence, [length, headWidth] each. */
  private record Head(Matrix queries, Matrix keys, Matrix values) {
    float scale() {
      return (float) (1 / Math.sqrt(queries.cols()));
    }

    /** How much the queries in [first, end) attend to the keys in [0, end). */
    Matrix probabilities(Gemm gemm, Scratch scratch, int first, int end) {
      Matrix p = scratch.matrix(PROBABILITIES, end - first, end);
      gemm.nt(scale(), queries.rows(first, end), keys.rows(0, end), 0, p);
      float[] row = new float[end];
      for (int i = 0; i < p.rows(); i++) {
        p.get(i, row);
        Functions.softmax(row, first + i + 1);
        p.put(i, row);
      }
      return p;
    }
  }
}
