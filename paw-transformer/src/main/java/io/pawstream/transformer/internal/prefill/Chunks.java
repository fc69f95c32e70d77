package io.pawstream.transformer.internal.prefill;

import io.pawstream.transformer.Past;
import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.internal.layer.CachedAttention.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** How the queries of a batch are cut for attention. Stateless; any thread. */
public final class Chunks {
  /** Queries whose probabilities one worker has in memory at once. */
  private static final int QUERIES = 384;

  private Chunks() {}

  /**
   * Cuts the last rows of every sequence; results lie one after the other.
   *
   * @param rows how many of a sequence, by its number
   */
  public static List<List<Piece>> of(TokenBatch batch, Past past, IntUnaryOperator rows) {
    List<List<Piece>> chunks = new ArrayList<>();
    List<Piece> chunk = new ArrayList<>();
    int inChunk = 0;
    int out = 0;
    for (int s = 0; s < batch.sequences(); s++) {
      int query = batch.end(s) - rows.applyAsInt(s);
      while (query < batch.end(s)) {
        int left = batch.end(s) - query;
        // a sequence is cut only where it alone is too long
        if (inChunk > 0 && inChunk + left > QUERIES) {
          chunks.add(chunk);
          chunk = new ArrayList<>();
          inChunk = 0;
        }
        int count = Math.min(QUERIES, left);
        chunk.add(new Piece(query, count, out, batch.start(s), past.keptFrom(s), past.keptTo(s)));
        inChunk += count;
        query += count;
        out += count;
      }
    }
    chunks.add(chunk);
    return chunks;
  }
}
