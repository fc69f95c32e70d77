package io.pawstream.transformer.internal.layer;

import io.pawstream.transformer.PrefillBatch.Rows;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Scratch;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * {@link Attention} of sequences that go on after tokens computed before: a prefix that all of them
 * share, then rows that one of them has of its own. Forward only. Any thread.
 *
 * <p>The scores of the prefix are one product for all queries of a chunk, whatever sequence they
 * are of; only those of a sequence's own tokens are a product each. Keys and values lie side by
 * side, {@code [keys | values]}.
 *
 * @param geometry heads and their width
 */
public record CachedAttention(Attention geometry) {
  private static final int PROBABILITIES = 1;

  /**
   * Some queries of one sequence, in a row.
   *
   * @param query first row of the queries in the batch
   * @param count how many
   * @param out row that receives the first
   * @param start first row of the sequence in the batch; the queries see it up to themselves
   * @param keptFrom first kept row that they see
   * @param keptTo behind the last one
   * @param shared earlier rows of the batch that they see, those of beginnings that several
   *     sequences share
   */
  public record Piece(
      int query, int count, int out, int start, int keptFrom, int keptTo, List<Rows> shared) {
    public Piece {
      shared = List.copyOf(shared);
    }

    int kept() {
      return keptTo - keptFrom;
    }

    /** Tokens between the prefix and its own. */
    int earlier() {
      return kept() + sharedBefore(shared.size());
    }

    /** Rows of the first {@code level} beginnings. */
    int sharedBefore(int level) {
      int rows = 0;
      for (int i = 0; i < level; i++) {
        rows += shared.get(i).count();
      }
      return rows;
    }

    /** Whether both go on after the same beginning there. */
    boolean sharesWith(Piece other, int level) {
      return level < shared.size()
          && level < other.shared.size()
          && shared.get(level).equals(other.shared.get(level));
    }

    /** Rows of its own that the last query sees. */
    int own() {
      return query + count - start;
    }
  }

  /**
   * Computes the rows of all pieces.
   *
   * @param chunks pieces that are computed together
   * @param projected [n, queries | keys | values] of the batch
   * @param prefix [p, keys | values], seen by all; null for none
   * @param kept rows of an earlier batch, the same; null for none
   * @param attended [n, heads * headWidth]
   */
  public void forward(
      Compute compute,
      List<List<Piece>> chunks,
      Matrix projected,
      @Nullable Matrix prefix,
      @Nullable Matrix kept,
      Matrix attended) {
    int heads = geometry.heads();
    compute
        .workers()
        .tasks(
            chunks.size() * heads,
            (worker, i) ->
                new Head(i % heads, projected, prefix, kept, attended)
                    .forward(compute.gemm(), compute.scratch().get(worker), chunks.get(i / heads)));
  }

  /** One head. */
  private final class Head {
    private final Matrix queries;
    private final Matrix keys;
    private final Matrix values;
    private final @Nullable Matrix prefix;
    private final @Nullable Matrix kept;
    private final Matrix out;
    private final int shared;
    private final int prefixLength;
    private final float scale;

    Head(
        int head,
        Matrix projected,
        @Nullable Matrix prefix,
        @Nullable Matrix kept,
        Matrix attended) {
      int heads = geometry.heads();
      this.shared = head / (heads / geometry.keyValueHeads());
      this.queries = columns(projected, head);
      this.keys = columns(projected, heads + shared);
      this.values = columns(projected, heads + geometry.keyValueHeads() + shared);
      this.prefix = prefix;
      this.kept = kept;
      this.out = columns(attended, head);
      this.prefixLength = prefix == null ? 0 : prefix.rows();
      this.scale = (float) (1 / Math.sqrt(geometry.headWidth()));
    }

    private Matrix columns(Matrix rows, int index) {
      return rows.cols(index * geometry.headWidth(), (index + 1) * geometry.headWidth());
    }

    private Matrix pastKeys(Matrix past) {
      return columns(past, shared);
    }

    private Matrix pastValues(Matrix past) {
      return columns(past, geometry.keyValueHeads() + shared);
    }

    void forward(Gemm gemm, Scratch scratch, List<Piece> chunk) {
      int rows = 0;
      int width = 0;
      for (Piece piece : chunk) {
        rows += piece.count();
        width = Math.max(width, prefixLength + piece.earlier() + piece.own());
      }
      Matrix p = scratch.matrix(PROBABILITIES, rows, width);
      scores(gemm, chunk, p);
      softmax(chunk, p, width);
      sums(gemm, chunk, p);
    }

    private void scores(Gemm gemm, List<Piece> chunk, Matrix p) {
      Matrix before = prefix;
      if (before != null) {
        forRuns(
            chunk,
            (a, b) -> true,
            (first, at, count) ->
                gemm.nt(
                    scale,
                    queries.rows(first.query(), first.query() + count),
                    pastKeys(before),
                    0,
                    p.rows(at, at + count).cols(0, prefixLength)));
      }
      forShared(
          chunk,
          prefixLength,
          (rows, col, first, at, count) ->
              gemm.nt(
                  scale,
                  queries.rows(first.query(), first.query() + count),
                  keys.rows(rows.from(), rows.to()),
                  0,
                  p.rows(at, at + count).cols(col, col + rows.count())));
      int at = 0;
      for (Piece piece : chunk) {
        Matrix q = queries.rows(piece.query(), piece.query() + piece.count());
        Matrix row = p.rows(at, at + piece.count());
        int col = prefixLength;
        if (kept != null && piece.kept() > 0) {
          gemm.nt(
              scale,
              q,
              pastKeys(kept).rows(piece.keptFrom(), piece.keptTo()),
              0,
              row.cols(col, col + piece.kept()));
        }
        col += piece.earlier();
        gemm.nt(
            scale,
            q,
            keys.rows(piece.start(), piece.start() + piece.own()),
            0,
            row.cols(col, col + piece.own()));
        at += piece.count();
      }
    }

    private void softmax(List<Piece> chunk, Matrix p, int width) {
      float[] row = new float[width];
      int at = 0;
      for (Piece piece : chunk) {
        int before = prefixLength + piece.earlier();
        int end = before + piece.own();
        Matrix rows = p.rows(at, at + piece.count()).cols(0, end);
        for (int i = 0; i < piece.count(); i++) {
          rows.get(i, row);
          Approximate.softmax(row, end - piece.count() + i + 1, end);
          rows.put(i, row);
        }
        at += piece.count();
      }
    }

    private void sums(Gemm gemm, List<Piece> chunk, Matrix p) {
      Matrix before = prefix;
      if (before != null) {
        forRuns(
            chunk,
            (a, b) -> true,
            (first, at, count) ->
                gemm.nn(
                    1,
                    p.rows(at, at + count).cols(0, prefixLength),
                    pastValues(before),
                    0,
                    out.rows(first.out(), first.out() + count)));
      }
      forShared(
          chunk,
          prefixLength,
          (rows, col, first, at, count) ->
              gemm.nn(
                  1,
                  p.rows(at, at + count).cols(col, col + rows.count()),
                  values.rows(rows.from(), rows.to()),
                  col == 0 ? 0 : 1,
                  out.rows(first.out(), first.out() + count)));
      int at = 0;
      for (Piece piece : chunk) {
        Matrix row = p.rows(at, at + piece.count());
        Matrix to = out.rows(piece.out(), piece.out() + piece.count());
        int col = prefixLength;
        if (kept != null && piece.kept() > 0) {
          gemm.nn(
              1,
              row.cols(col, col + piece.kept()),
              pastValues(kept).rows(piece.keptFrom(), piece.keptTo()),
              col == 0 ? 0 : 1,
              to);
        }
        col += piece.earlier();
        gemm.nn(
            1,
            row.cols(col, col + piece.own()),
            values.rows(piece.start(), piece.start() + piece.own()),
            col == 0 ? 0 : 1,
            to);
        at += piece.count();
      }
    }
  }

  /** Pieces whose rows follow each other among the queries and in the result. */
  @FunctionalInterface
  private interface InARow {
    /**
     * @param first the first piece
     * @param at row of the scores where it begins
     * @param count rows of all of them
     */
    void accept(Piece first, int at, int count);
  }

  /** Pieces in a row that go on after the same beginning. */
  @FunctionalInterface
  private interface AfterTheSame {
    /**
     * @param rows the beginning
     * @param col column of the scores where it begins
     * @param first the first piece
     * @param at row of the scores where that begins
     * @param count rows of all of them
     */
    void accept(Rows rows, int col, Piece first, int at, int count);
  }

  /** Calls for each beginning once for all pieces in a row that go on after it. */
  private void forShared(List<Piece> chunk, int prefixLength, AfterTheSame run) {
    int levels = 0;
    for (Piece piece : chunk) {
      levels = Math.max(levels, piece.shared().size());
    }
    for (int i = 0; i < levels; i++) {
      int level = i;
      forRuns(
          chunk,
          (a, b) -> a.sharesWith(b, level),
          (first, at, count) -> {
            if (level < first.shared().size()) {
              int col = prefixLength + first.kept() + first.sharedBefore(level);
              run.accept(first.shared().get(level), col, first, at, count);
            }
          });
    }
  }

  private static void forRuns(List<Piece> chunk, BiPredicate<Piece, Piece> together, InARow run) {
    int at = 0;
    int first = 0;
    while (first < chunk.size()) {
      Piece start = chunk.get(first);
      int count = start.count();
      int next = first + 1;
      while (next < chunk.size()
          && chunk.get(next).query() == start.query() + count
          && chunk.get(next).out() == start.out() + count
          && together.test(start, chunk.get(next))) {
        count += chunk.get(next).count();
        next++;
      }
      run.accept(start, at, count);
      at += count;
      first = next;
    }
  }
}
