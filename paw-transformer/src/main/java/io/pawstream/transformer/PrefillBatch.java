package io.pawstream.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Token sequences for {@link PrefillPass}. Where several begin alike, what they have in common is
 * there once: a token's keys and values depend on the tokens before it alone. Immutable; any
 * thread.
 *
 * <p>Log lines of the same minute, or mails that begin with the same greeting, take fewer rows that
 * way; nothing else changes.
 */
public final class PrefillBatch {
  /**
   * Some rows.
   *
   * @param from the first
   * @param to behind the last
   */
  public record Rows(int from, int to) {
    /** How many there are. */
    public int count() {
      return to - from;
    }
  }

  /**
   * Rows that see the same earlier rows of the batch, and their own up to themselves.
   *
   * @param rows of a beginning that several sequences share, or of what a sequence has alone
   * @param before beginnings that they go on after, in order
   */
  public record Run(Rows rows, List<Rows> before) {
    public Run {
      before = List.copyOf(before);
    }
  }

  private final TokenBatch tokens;
  private final List<Run> runs;

  /** The run that a sequence ends with. */
  private final int[] last;

  private PrefillBatch(TokenBatch tokens, List<Run> runs, int[] last) {
    this.tokens = tokens;
    this.runs = List.copyOf(runs);
    this.last = last;
  }

  /** All sequences side by side, each whole. */
  public static PrefillBatch apart(TokenBatch batch) {
    List<Run> runs = new ArrayList<>();
    for (int s = 0; s < batch.sequences(); s++) {
      runs.add(new Run(new Rows(batch.start(s), batch.end(s)), List.of()));
    }
    return new PrefillBatch(batch, runs, IntStream.range(0, batch.sequences()).toArray());
  }

  /**
   * Sequences after a prefix that all of them share, common beginnings once. Of each sequence at
   * least the last token stays its own.
   *
   * @throws IllegalArgumentException if there is none, or one is empty
   */
  public static PrefillBatch sharing(List<int[]> sequences, Past past) {
    return new Sharing(sequences).batch(past.length(0));
  }

  /** The rows, with their tokens and positions; a sequence of it is a {@link Run}. */
  public TokenBatch tokens() {
    return tokens;
  }

  /** All runs, in the order of their rows. */
  public List<Run> runs() {
    return runs;
  }

  /** How many sequences there are. */
  public int sequences() {
    return last.length;
  }

  /** What a sequence ends with. */
  public Run run(int sequence) {
    return runs.get(last[sequence]);
  }

  /** Tokens of a sequence, those of its beginnings included. */
  public int length(int sequence) {
    Run run = run(sequence);
    return run.before().stream().mapToInt(Rows::count).sum() + run.rows().count();
  }

  /** Builds a batch: goes through the sequences in the order of their tokens. */
  private static final class Sharing {
    private final List<int[]> sequences;
    private final int[] order;

    /** For each place in {@link #order} but the first, tokens in common with the one before. */
    private final int[] common;

    private final List<int[]> pieces = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();
    private final int[] last;
    private int rows;

    Sharing(List<int[]> sequences) {
      this.sequences = sequences;
      this.order =
          IntStream.range(0, sequences.size())
              .boxed()
              .sorted(Comparator.comparing(sequences::get, Arrays::compare))
              .mapToInt(Integer::intValue)
              .toArray();
      this.common = new int[order.length];
      this.last = new int[order.length];
      for (int i = 1; i < order.length; i++) {
        int[] a = sequences.get(order[i - 1]);
        int[] b = sequences.get(order[i]);
        int end = Math.min(a.length, b.length) - 1;
        int alike = Arrays.mismatch(a, 0, Math.max(0, end), b, 0, Math.max(0, end));
        common[i] = alike < 0 ? Math.max(0, end) : alike;
      }
    }

    PrefillBatch batch(int firstPosition) {
      add(0, order.length, 0, List.of());
      return new PrefillBatch(
          TokenBatch.of(pieces, depths.stream().mapToInt(depth -> firstPosition + depth).toArray()),
          runs,
          last);
    }

    /**
     * Adds the sequences at the places [from, to), which have {@code depth} tokens in common that
     * are there already.
     */
    private void add(int from, int to, int depth, List<Rows> before) {
      if (to - from <= 1) {
        for (int i = from; i < to; i++) {
          int[] sequence = sequences.get(order[i]);
          last[order[i]] = runs.size();
          run(Arrays.copyOfRange(sequence, depth, sequence.length), depth, before);
        }
        return;
      }
      int alike = Arrays.stream(common, from + 1, to).min().orElseThrow();
      int start = depth;
      List<Rows> seen = before;
      if (pays(alike - depth, to - from)) {
        seen = new ArrayList<>(before);
        seen.add(run(Arrays.copyOfRange(sequences.get(order[from]), depth, alike), depth, before));
        start = alike;
      }
      int first = from;
      for (int i = from + 1; i <= to; i++) {
        if (i == to || common[i] == alike) {
          add(first, i, start, seen);
          first = i;
        }
      }
    }

    private Rows run(int[] piece, int depth, List<Rows> before) {
      Rows added = new Rows(rows, rows + piece.length);
      pieces.add(piece);
      depths.add(depth);
      runs.add(new Run(added, before));
      rows += piece.length;
      return added;
    }

    /**
     * Whether a beginning is worth a run: for each sequence, attention to it takes about as long as
     * computing one row.
     */
    private static boolean pays(int tokens, int sequences) {
      return tokens * (sequences - 1) > sequences;
    }
  }
}
