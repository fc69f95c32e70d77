package io.pawstream.benchmarks.internal.measure;

import java.util.SplittableRandom;
import java.util.function.IntFunction;

/**
 * A stream in which four of five lines were there before: every fifth is new, the others are drawn
 * from the last hundred different ones, as lines of a log are. It never begins anew, so that no
 * round finds lines of another prepared. One thread.
 */
public final class RepeatedTexts implements IntFunction<String> {
  private static final int NEW_EVERY = 5;
  private static final int RECENT = 100;

  private final Texts texts;
  private final SplittableRandom random = new SplittableRandom(5);
  private int lines;
  private int different;

  public RepeatedTexts(Texts texts) {
    this.texts = texts;
  }

  @Override
  public String apply(int ignored) {
    if (lines++ % NEW_EVERY == 0) {
      return line(different++);
    }
    return line(Math.max(0, different - 1 - random.nextInt(RECENT)));
  }

  private String line(int number) {
    return texts.get(number) + " " + number;
  }
}
