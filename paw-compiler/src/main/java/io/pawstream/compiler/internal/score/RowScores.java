package io.pawstream.compiler.internal.score;

import io.pawstream.transformer.math.Matrix;

/** A row of logits as log probabilities. One thread. */
final class RowScores {
  private final float[] logits;
  private final double logSum;
  private final int best;

  RowScores(Matrix matrix, int row) {
    logits = matrix.toArray(row);
    int top = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[top]) {
        top = i;
      }
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[top]);
    }
    best = top;
    logSum = logits[top] + Math.log(sum);
  }

  double logProb(int token) {
    return logits[token] - logSum;
  }

  /** The likeliest token, the lowest id among equals: what greedy decoding takes. */
  int best() {
    return best;
  }
}
