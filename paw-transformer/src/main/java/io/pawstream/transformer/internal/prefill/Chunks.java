package io.pawstream.transformer.internal.prefill;

import io.pawstream.transformer.Past;
import io.pawstream.transformer.PrefillBatch;
import io.pawstream.transformer.PrefillBatch.Run;
import io.pawstream.transformer.internal.layer.CachedAttention.Piece;
import java.util.ArrayList;
import java.util.List;

/** How the queries of a batch are cut for attention. Stateless; any thread. */
public final class Chunks {
  /** Queries whose probabilities one worker has in memory at once. */
  private static final int QUERIES = 384;

  private Chunks() {}

  /** Cuts all rows; results lie as they do. */
  public static List<List<Piece>> all(PrefillBatch batch, Past past) {
    Cut cut = new Cut();
    for (int i = 0; i < batch.runs().size(); i++) {
      Run run = batch.runs().get(i);
      cut.add(run, run.rows().count(), past.keptFrom(i), past.keptTo(i));
    }
    return cut.chunks();
  }

  /**
   * Cuts the last rows of every sequence; results lie one after the other.
   *
   * @param rows how many of a sequence
   */
  public static List<List<Piece>> last(PrefillBatch batch, Past past, int[] rows) {
    Cut cut = new Cut();
    for (int s = 0; s < batch.sequences(); s++) {
      cut.add(batch.run(s), rows[s], past.keptFrom(s), past.keptTo(s));
    }
    return cut.chunks();
  }

  private static final class Cut {
    private final List<List<Piece>> chunks = new ArrayList<>();
    private List<Piece> chunk = new ArrayList<>();
    private int inChunk;
    private int out;

    void add(Run run, int rows, int keptFrom, int keptTo) {
      int query = run.rows().to() - rows;
      while (query < run.rows().to()) {
        int left = run.rows().to() - query;
        // a run is cut only where it alone is too long
        if (inChunk > 0 && inChunk + left > QUERIES) {
          chunks.add(chunk);
          chunk = new ArrayList<>();
          inChunk = 0;
        }
        int count = Math.min(QUERIES, left);
        chunk.add(new Piece(query, count, out, run.rows().from(), keptFrom, keptTo, run.before()));
        inChunk += count;
        query += count;
        out += count;
      }
    }

    List<List<Piece>> chunks() {
      chunks.add(chunk);
      return chunks;
    }
  }
}
