package io.pawstream.benchmarks.internal.measure;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * A stream in which four of five lines were there before: every fifth is new, the others are drawn
 * from the last hundred different ones, as lines of a log are. Each stream has lines of its own, so
 * that no round finds lines of another prepared. Immutable; any thread.
 */
public final class RepeatedTexts implements IntFunction<String> {
  private static final int NEW_EVERY = 5;
  private static final int RECENT = 100;
  private static final AtomicInteger STREAMS = new AtomicInteger();

  private final Texts texts;
  private final int stream = STREAMS.getAndIncrement();

  public RepeatedTexts(Texts texts) {
    this.texts = texts;
  }

  @Override
  public String apply(int record) {
    int newest = record / NEW_EVERY;
    int line =
        record % NEW_EVERY == 0 ? newest : Math.max(0, newest - (int) (spread(record) % RECENT));
    return texts.get(line) + " " + stream + "-" + line;
  }

  /** A number from 0 to 2^31 that looks random; the multiplier is that of SplitMix64. */
  private static long spread(int record) {
    return (record * 0xBF58476D1CE4E5B9L ^ 0x94D049BB133111EBL) >>> 33;
  }
}
