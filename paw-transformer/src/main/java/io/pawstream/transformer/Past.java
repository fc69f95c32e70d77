package io.pawstream.transformer;

import org.jspecify.annotations.Nullable;

/**
 * What the sequences of a batch go on after. Immutable; any thread.
 *
 * @param prefix tokens that all of them share; null for none
 * @param kept tokens of an earlier batch; null for none
 * @param from for each sequence, the first kept token before it; empty without kept ones
 * @param to for each sequence, behind the last kept token before it; empty without kept ones
 */
public record Past(@Nullable KeyValues prefix, @Nullable KeyValues kept, int[] from, int[] to) {
  /** Nothing. */
  public static final Past NOTHING = new Past(null, null, new int[0], new int[0]);

  /** A prefix that all sequences share. */
  public static Past prefix(@Nullable KeyValues prefix) {
    return new Past(prefix, null, new int[0], new int[0]);
  }

  /** Tokens before a sequence. */
  public int length(int sequence) {
    return (prefix == null ? 0 : prefix.length()) + keptTo(sequence) - keptFrom(sequence);
  }

  /** First kept token before a sequence. */
  public int keptFrom(int sequence) {
    return kept == null ? 0 : from[sequence];
  }

  /** Behind the last kept token before a sequence. */
  public int keptTo(int sequence) {
    return kept == null ? 0 : to[sequence];
  }
}
