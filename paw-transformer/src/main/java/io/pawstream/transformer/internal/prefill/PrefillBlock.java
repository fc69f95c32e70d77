package io.pawstream.transformer.internal.prefill;

import io.pawstream.transformer.PrefillBatch;
import io.pawstream.transformer.PrefillBatch.Rows;
import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.internal.Block;
import io.pawstream.transformer.internal.layer.CachedAttention;
import io.pawstream.transformer.internal.layer.CachedAttention.Piece;
import io.pawstream.transformer.internal.layer.Rotation;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Block} under one adapter, made ready for forward passes that are about speed. Immutable;
 * any thread.
 *
 * <p>Its layers are the block's; how the work is shared out is not: a weight's panel is decoded
 * once for all rows, and the workers take panels, heads or rows in turns, with a barrier between.
 */
public final class PrefillBlock {
  /** Rows of a piece of the work that is done row by row: a product of fewer is slower. */
  private static final int MOST_ROWS = 192;

  private static final int LEAST_ROWS = 24;

  /** Pieces for each worker, so that none waits long for the last. */
  private static final int PIECES = 4;

  private final Block block;
  private final CachedAttention attention;
  private final Group projections;
  private final Group output;
  private final Group inners;
  private final Group down;
  private final int keyColumn;

  public PrefillBlock(Block block, @Nullable LoraAdapter adapter) {
    this.block = block;
    this.attention = new CachedAttention(block.attention());
    this.projections = Group.of(block.projections(), adapter);
    this.output = Group.of(List.of(block.attentionOutput()), adapter);
    this.inners = Group.of(block.inners(), adapter);
    this.down = Group.of(List.of(block.down()), adapter);
    this.keyColumn = block.attention().heads() * block.attention().headWidth();
  }

  int width() {
    return block.attentionOutput().weight().rows();
  }

  int projectedWidth() {
    return block.projections().stream().mapToInt(linear -> linear.weight().rows()).sum();
  }

  int attendedWidth() {
    return block.attentionOutput().weight().cols();
  }

  int innerWidth() {
    return block.inners().stream().mapToInt(linear -> linear.weight().rows()).sum();
  }

  int hiddenWidth() {
    return block.down().weight().cols();
  }

  /** Work on the rows {@code from} to {@code to}, exclusive. */
  private interface OnRows {
    void run(int from, int to);
  }

  /** Shares rows out over the workers, and waits for all of them. */
  private static void byRows(Compute compute, int rows, OnRows work) {
    int pieces = PIECES * compute.workers().threads();
    int piece = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, (rows + pieces - 1) / pieces));
    compute.workers().blocks(rows, piece, (worker, from, to) -> work.run(from, to));
  }

  /** Columns of the products with the adapter's first matrices. */
  public int lowWidth() {
    return Math.max(
        Math.max(projections.lowWidth(), output.lowWidth()),
        Math.max(inners.lowWidth(), down.lowWidth()));
  }

  /** Computes queries, keys and values of all tokens from {@code m.x}. */
  public void project(Compute compute, TokenBatch batch, PrefillMemory m) {
    int rows = batch.rows();
    byRows(
        compute,
        rows,
        (from, to) -> {
          Matrix normed = m.normed().rows(from, to);
          block.attentionNorm().approximate(m.x().rows(from, to), normed);
          projections.low(compute.gemm(), normed, m.lows().rows(from, to));
        });
    projections.forward(compute, m.normed(), m.lows(), m.projected(), false);
    Rotation rotation = block.rotation();
    if (rotation != null) {
      byRows(
          compute,
          rows,
          (from, to) -> {
            Matrix projected = m.projected().rows(from, to);
            rotation.forward(batch, from, projected, projected);
          });
    }
  }

  /**
   * Copies the keys and values of the tokens that {@link #project} was for: sequence by sequence,
   * each whole.
   */
  public void keep(PrefillBatch batch, PrefillMemory m, Matrix keysAndValues) {
    Matrix from = m.projected().cols(keyColumn, m.projected().cols());
    int to = 0;
    for (int s = 0; s < batch.sequences(); s++) {
      for (Rows rows : batch.run(s).before()) {
        keysAndValues.rows(to, to + rows.count()).copy(from.rows(rows.from(), rows.to()));
        to += rows.count();
      }
      Rows own = batch.run(s).rows();
      keysAndValues.rows(to, to + own.count()).copy(from.rows(own.from(), own.to()));
      to += own.count();
    }
  }

  /** Computes the rows of all pieces of {@code m.attended}. */
  public void attend(
      Compute compute,
      List<List<Piece>> chunks,
      PrefillMemory m,
      @Nullable Matrix prefix,
      @Nullable Matrix kept) {
    attention.forward(compute, chunks, m.projected(), prefix, kept, m.attended());
  }

  /** Computes what comes after attention, in {@code m.x}, from it and {@code m.attended}. */
  public void finish(Compute compute, PrefillMemory m) {
    int rows = m.x().rows();
    byRows(
        compute,
        rows,
        (from, to) ->
            output.low(compute.gemm(), m.attended().rows(from, to), m.lows().rows(from, to)));
    output.forward(compute, m.attended(), m.lows(), m.x(), true);
    byRows(
        compute,
        rows,
        (from, to) -> {
          Matrix normed = m.normed().rows(from, to);
          block.feedForwardNorm().approximate(m.x().rows(from, to), normed);
          inners.low(compute.gemm(), normed, m.lows().rows(from, to));
        });
    inners.forward(compute, m.normed(), m.lows(), m.inner(), false);
    byRows(
        compute,
        rows,
        (from, to) -> {
          Matrix hidden = m.hidden().rows(from, to);
          block.activation().approximate(m.inner().rows(from, to), hidden);
          down.low(compute.gemm(), hidden, m.lows().rows(from, to));
        });
    down.forward(compute, m.hidden(), m.lows(), m.x(), true);
  }
}
