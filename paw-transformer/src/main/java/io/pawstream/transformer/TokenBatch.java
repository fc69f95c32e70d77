package io.pawstream.transformer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Token sequences that are computed together, one after the other without padding: every token is a
 * row. A token sees its own sequence up to itself. Immutable; any thread.
 */
public final class TokenBatch {
  private final int[] tokens;
  private final int[] positions;

  /** Where each sequence starts; one more at the end. */
  private final int[] starts;

  private TokenBatch(int[] tokens, int[] positions, int[] starts) {
    this.tokens = tokens;
    this.positions = positions;
    this.starts = starts;
  }

  /**
   * A batch of these sequences, each beginning at position 0.
   *
   * @throws IllegalArgumentException if there is none, or one is empty
   */
  public static TokenBatch of(List<int[]> sequences) {
    int[] starts = new int[sequences.size() + 1];
    for (int s = 0; s < sequences.size(); s++) {
      if (sequences.get(s).length == 0) {
        throw new IllegalArgumentException("a sequence must have tokens: sequence=" + s);
      }
      starts[s + 1] = Math.addExact(starts[s], sequences.get(s).length);
    }
    if (sequences.isEmpty()) {
      throw new IllegalArgumentException("a batch must have sequences: sequences=0");
    }
    int[] tokens = new int[starts[sequences.size()]];
    int[] positions = new int[tokens.length];
    for (int s = 0; s < sequences.size(); s++) {
      int[] sequence = sequences.get(s);
      System.arraycopy(sequence, 0, tokens, starts[s], sequence.length);
      for (int i = 0; i < sequence.length; i++) {
        positions[starts[s] + i] = i;
      }
    }
    return new TokenBatch(tokens, positions, starts);
  }

  /**
   * A batch of sequences that go on after others.
   *
   * @throws IllegalArgumentException if there is none, or one is empty
   */
  public static TokenBatch of(List<int[]> sequences, Past past) {
    return of(sequences, IntStream.range(0, sequences.size()).map(past::length).toArray());
  }

  /**
   * A batch of sequences that begin at given positions.
   *
   * @throws IllegalArgumentException if there is none, or one is empty
   */
  static TokenBatch of(List<int[]> sequences, int[] positions) {
    TokenBatch batch = of(sequences);
    for (int s = 0; s < positions.length; s++) {
      batch.move(s, positions[s]);
    }
    return batch;
  }

  private void move(int sequence, int by) {
    for (int row = start(sequence); row < end(sequence); row++) {
      positions[row] += by;
    }
  }

  /** Tokens of all sequences. */
  public int rows() {
    return tokens.length;
  }

  /** How many sequences there are. */
  public int sequences() {
    return starts.length - 1;
  }

  /** First row of a sequence. */
  public int start(int sequence) {
    return starts[sequence];
  }

  /** The row behind a sequence. */
  public int end(int sequence) {
    return starts[sequence + 1];
  }

  /** The token of a row. */
  public int token(int row) {
    return tokens[row];
  }

  /** The position of a row in its sequence. */
  public int position(int row) {
    return positions[row];
  }

  /**
   * Checks all tokens and positions.
   *
   * @throws IllegalArgumentException if the model has no such token or position
   */
  void check(ModelShape shape) {
    for (int row = 0; row < tokens.length; row++) {
      if (tokens[row] < 0
          || tokens[row] >= shape.vocabulary()
          || positions[row] >= shape.contextLength()) {
        throw new IllegalArgumentException(
            "a batch must fit the model: row="
                + row
                + ", token="
                + tokens[row]
                + ", vocabulary="
                + shape.vocabulary()
                + ", position="
                + positions[row]
                + ", contextLength="
                + shape.contextLength());
      }
    }
  }
}
