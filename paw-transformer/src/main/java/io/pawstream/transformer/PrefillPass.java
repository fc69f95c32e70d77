package io.pawstream.transformer;

import io.pawstream.transformer.internal.Embedding;
import io.pawstream.transformer.internal.layer.CachedAttention.Piece;
import io.pawstream.transformer.internal.prefill.Chunks;
import io.pawstream.transformer.internal.prefill.PrefillBlock;
import io.pawstream.transformer.internal.prefill.PrefillMemory;
import io.pawstream.transformer.internal.prefill.VocabularyHead;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.tensor.Weight;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Computes many short sequences after a shared prefix as one matrix, for answers rather than for
 * training. One thread at a time; shares the workers' time with no other pass.
 *
 * <p>The layers are those of {@link ForwardPass}, exponentials within 3e-5 of it. What a row gives
 * depends on the other rows of its batch by about one part in 10^5; the same batch gives the same
 * bits.
 */
public final class PrefillPass {
  private final Compute compute;
  private final BooleanSupplier stopped;
  private @Nullable PrefillMemory memory;
  private @Nullable KeyValues kept;

  /**
   * @param stopped looked at again and again: true ends the pass with a {@link
   *     CancellationException}
   */
  public PrefillPass(Compute compute, BooleanSupplier stopped) {
    this.compute = compute;
    this.stopped = stopped;
  }

  /**
   * Computes the keys and values of a prefix.
   *
   * @throws IllegalArgumentException if a token or a position does not fit the model
   */
  public KeyValues prefix(Prepared prepared, int[] tokens) {
    TokenBatch batch = TokenBatch.of(List.of(tokens));
    KeyValues keys = new KeyValues(prepared.model().shape(), tokens.length);
    run(prepared, batch, Past.NOTHING, new int[] {1}, keys);
    return keys;
  }

  /**
   * Computes the last rows of some sequences, each whole.
   *
   * @param batch the sequences, with positions after {@code past}
   * @see #run(Prepared, PrefillBatch, Past, int[], KeyValues)
   */
  public Matrix run(
      Prepared prepared, TokenBatch batch, Past past, int[] rows, @Nullable KeyValues keep) {
    return run(prepared, PrefillBatch.apart(batch), past, rows, keep);
  }

  /**
   * Computes the last rows of some sequences.
   *
   * @param batch the sequences, with positions after {@code past}
   * @param rows for each sequence, how many of its last rows are wanted, at least 1 and none that
   *     it shares
   * @param keep receives the keys and values of all tokens, sequence by sequence, each whole; null
   *     where nothing goes on after them
   * @return [wanted rows, width], sequence by sequence; valid until the next call
   * @throws IllegalArgumentException if a token or a position does not fit the model
   * @throws CancellationException if it was stopped
   */
  public Matrix run(
      Prepared prepared, PrefillBatch batch, Past past, int[] rows, @Nullable KeyValues keep) {
    Transformer model = prepared.model();
    TokenBatch tokens = batch.tokens();
    tokens.check(model.shape());
    List<PrefillBlock> blocks = prepared.blocks();
    PrefillMemory m = memory(blocks.get(0), tokens.rows(), prepared.lowWidth());
    Embedding.forward(model.layers(), tokens, m.x());
    List<List<Piece>> all = Chunks.all(batch, past);
    int last = blocks.size() - 1;
    for (int i = 0; i < last; i++) {
      project(blocks.get(i), i, batch, m, keep);
      attend(blocks.get(i), i, all, m, past);
      blocks.get(i).finish(compute, m);
    }
    // of the last block only what is asked for goes on after keys and values
    project(blocks.get(last), last, batch, m, keep);
    PrefillMemory wanted = m.first(gather(batch, rows, m));
    attend(blocks.get(last), last, Chunks.last(batch, past, rows), m, past);
    blocks.get(last).finish(compute, wanted);
    return wanted.x();
  }

  private void project(
      PrefillBlock block,
      int number,
      PrefillBatch batch,
      PrefillMemory m,
      @Nullable KeyValues keep) {
    if (stopped.getAsBoolean()) {
      throw new CancellationException("the pass was stopped");
    }
    block.project(compute, batch.tokens(), m);
    if (keep != null) {
      block.keep(batch, m, keep.block(number));
    }
  }

  private void attend(
      PrefillBlock block, int number, List<List<Piece>> chunks, PrefillMemory m, Past past) {
    KeyValues prefix = past.prefix();
    KeyValues before = past.kept();
    block.attend(
        compute,
        chunks,
        m,
        prefix == null ? null : prefix.block(number),
        before == null ? null : before.block(number));
  }

  /** Moves the wanted rows of the residual stream to the front; returns how many there are. */
  private static int gather(PrefillBatch batch, int[] rows, PrefillMemory m) {
    int count = 0;
    for (int s = 0; s < batch.sequences(); s++) {
      int end = batch.run(s).rows().to();
      for (int row = end - rows[s]; row < end; row++) {
        // by way of memory that is free by now: sequences need not lie in their order
        m.normed().rows(count, count + 1).copy(m.x().rows(row, row + 1));
        count++;
      }
    }
    m.x().rows(0, count).copy(m.normed().rows(0, count));
    return count;
  }

  private PrefillMemory memory(PrefillBlock block, int rows, int lowWidth) {
    PrefillMemory known = memory;
    if (known == null || !known.holds(block, rows, lowWidth)) {
      // a little more at a time, and the old one first: both may not fit
      int room = known == null ? rows : Math.max(rows, known.x().rows() * 5 / 4);
      memory = null;
      known = PrefillMemory.of(block, room, lowWidth);
      memory = known;
    }
    return known.first(rows);
  }

  /**
   * Room for the keys and values of a batch, for {@link #run}; valid until the next call.
   *
   * @param rows of the batch
   */
  public KeyValues room(ModelShape shape, int rows) {
    KeyValues known = kept;
    if (known == null || known.length() < rows || !known.fits(shape)) {
      kept = null;
      known = new KeyValues(shape, rows);
      kept = known;
    }
    return known.first(rows);
  }

  /**
   * Computes logits of some tokens.
   *
   * @param rows what {@link #run} gave
   * @param tokens the tokens; null for the whole vocabulary
   * @return [rows, tokens]
   */
  public Matrix logits(Prepared prepared, Matrix rows, int @Nullable [] tokens) {
    VocabularyHead head = new VocabularyHead(compute, prepared.model().layers());
    Weight output = prepared.model().layers().output().weight();
    if (tokens == null) {
      Matrix logits = Matrix.zeros(rows.rows(), output.rows());
      head.all(rows, logits);
      return logits;
    }
    Matrix logits = Matrix.zeros(rows.rows(), tokens.length);
    head.some(rows, tokens, logits);
    return logits;
  }
}
