package io.pawstream.transformer.internal.prefill;

import io.pawstream.transformer.internal.Layers;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.tensor.Weight;

/** What comes after the last block, for few rows. One thread at a time. */
public record VocabularyHead(Compute compute, Layers layers) {
  private static final int PANEL = 0;
  private static final int PANEL_ROWS = 512;

  /**
   * Computes the logits of the whole vocabulary.
   *
   * @param logits [rows, vocabulary]
   */
  public void all(Matrix rows, Matrix logits) {
    Matrix normed = normed(rows);
    Weight output = layers.output().weight();
    compute
        .workers()
        .blocks(
            output.rows(),
            PANEL_ROWS,
            (worker, from, to) ->
                compute
                    .gemm()
                    .nt(
                        1,
                        normed,
                        output.panel(from, to, compute.scratch().get(worker), PANEL),
                        0,
                        logits.cols(from, to)));
  }

  /**
   * Computes the logits of some tokens.
   *
   * @param logits [rows, tokens]
   */
  public void some(Matrix rows, int[] tokens, Matrix logits) {
    Matrix weight = Matrix.zeros(tokens.length, rows.cols());
    for (int i = 0; i < tokens.length; i++) {
      layers.output().weight().decode(tokens[i], weight.rows(i, i + 1));
    }
    compute.gemm().nt(1, normed(rows), weight, 0, logits);
  }

  private Matrix normed(Matrix rows) {
    Matrix normed = Matrix.zeros(rows.rows(), rows.cols());
    layers.outputNorm().forward(rows, normed);
    return normed;
  }
}
