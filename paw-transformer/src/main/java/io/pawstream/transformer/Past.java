package io.pawstream.transformer;

import org.jspecify.annotations.Nullable;

/** What the sequences of a batch go on after. Immutable; any thread. */
public final class Past {
  /** Nothing. */
  public static final Past NOTHING = new Past(null, null, new int[0], new int[0]);

  private final @Nullable KeyValues prefix;
  private final @Nullable KeyValues kept;
  private final int[] from;
  private final int[] to;

  private Past(@Nullable KeyValues prefix, @Nullable KeyValues kept, int[] from, int[] to) {
    this.prefix = prefix;
    this.kept = kept;
    this.from = from;
    this.to = to;
  }

  /**
   * A prefix that all sequences share.
   *
   * @param prefix null for none
   */
  public static Past prefix(@Nullable KeyValues prefix) {
    return new Past(prefix, null, new int[0], new int[0]);
  }

  /**
   * A prefix that all sequences share, then tokens of an earlier batch.
   *
   * @param prefix null for none
   * @param kept keys and values of the earlier batch
   * @param from for each sequence, the first kept token before it
   * @param to for each sequence, behind the last kept token before it
   */
  public static Past kept(@Nullable KeyValues prefix, KeyValues kept, int[] from, int[] to) {
    return new Past(prefix, kept, from.clone(), to.clone());
  }

  /** Tokens before a sequence. */
  public int length(int sequence) {
    return (prefix == null ? 0 : prefix.length()) + keptTo(sequence) - keptFrom(sequence);
  }

  /** The shared prefix, or null. */
  @Nullable KeyValues prefix() {
    return prefix;
  }

  /** The earlier batch, or null. */
  @Nullable KeyValues kept() {
    return kept;
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
