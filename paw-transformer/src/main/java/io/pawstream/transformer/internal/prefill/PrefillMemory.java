package io.pawstream.transformer.internal.prefill;

import io.pawstream.transformer.math.Matrix;

/**
 * What the blocks of a pass compute on their way, one row per token; grows to the largest batch.
 * One thread at a time.
 *
 * @param x the residual stream
 * @param normed input of the layers
 * @param projected queries, keys and values
 * @param attended all heads
 * @param inner inside the feed-forward layer
 * @param hidden after its activation
 * @param lows products with an adapter's first matrices
 */
public record PrefillMemory(
    Matrix x,
    Matrix normed,
    Matrix projected,
    Matrix attended,
    Matrix inner,
    Matrix hidden,
    Matrix lows) {

  /**
   * Memory for so many tokens.
   *
   * @param block any of the interpreter: all have the same sizes
   * @param lowWidth the most that a block needs of {@link #lows}
   */
  public static PrefillMemory of(PrefillBlock block, int rows, int lowWidth) {
    return new PrefillMemory(
        Matrix.zeros(rows, block.width()),
        Matrix.zeros(rows, block.width()),
        Matrix.zeros(rows, block.projectedWidth()),
        Matrix.zeros(rows, block.attendedWidth()),
        Matrix.zeros(rows, block.innerWidth()),
        Matrix.zeros(rows, block.hiddenWidth()),
        Matrix.zeros(rows, lowWidth));
  }

  /** Whether it is large enough for blocks like {@code block}. */
  public boolean holds(PrefillBlock block, int rows, int lowWidth) {
    return x.rows() >= rows
        && x.cols() == block.width()
        && inner.cols() == block.innerWidth()
        && lows.cols() >= lowWidth;
  }

  /** The first rows, not copied. */
  public PrefillMemory first(int rows) {
    return new PrefillMemory(
        x.rows(0, rows),
        normed.rows(0, rows),
        projected.rows(0, rows),
        attended.rows(0, rows),
        inner.rows(0, rows),
        hidden.rows(0, rows),
        lows.rows(0, rows));
  }
}
