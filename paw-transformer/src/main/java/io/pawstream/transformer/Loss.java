package io.pawstream.transformer;

import java.util.BitSet;

/** How well a batch was predicted. Immutable; any thread. */
public final class Loss {
  private final double value;
  private final BitSet hits;

  /**
   * A loss.
   *
   * @param value the weighted sum of cross entropies, in nats
   * @param hits for each row, whether its target was the most likely token
   */
  public Loss(double value, boolean... hits) {
    this.value = value;
    this.hits = new BitSet(hits.length);
    for (int i = 0; i < hits.length; i++) {
      this.hits.set(i, hits[i]);
    }
  }

  /** The weighted sum of cross entropies, in nats. */
  public double value() {
    return value;
  }

  /**
   * Whether the target of a row was the most likely token. When all rows of an answer hit, greedy
   * decoding gives that answer.
   *
   * @param index place in {@link LossRows}
   */
  public boolean hit(int index) {
    return hits.get(index);
  }

  /** How many rows hit. */
  public int hits() {
    return hits.cardinality();
  }
}
