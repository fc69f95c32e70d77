package io.pawstream.compiler.internal.train;

import io.pawstream.compiler.internal.data.EncodedExample;
import io.pawstream.transformer.optim.AdamW;
import io.pawstream.transformer.optim.LearningRate;
import java.util.List;

/**
 * The numbers of a training run. Immutable; any thread.
 *
 * @param epochs how often every example is learned from, at most
 * @param examples how many there are to learn from
 * @param peakRate size of the largest step
 * @param seed of the order of the examples
 */
public record Recipe(int epochs, int examples, double peakRate, long seed) {
  /** Examples per step. */
  public static final int BATCH = 16;

  /** Tokens computed at once; larger steps are computed in parts. */
  static final int PASS_TOKENS = 2048;

  static final double MAX_GRADIENT_NORM = 1;
  static final AdamW.Settings OPTIMISER = new AdamW.Settings(0.9, 0.98, 0.01);

  private static final int WARM_UP = 10;

  // what worked on the demonstration interpreter, width 128; wider ones need smaller steps
  private static final double RATE = 3e-3;
  private static final double RATE_WIDTH = 128;

  /** A few hundred steps whatever the number of examples, and every example 6 to 16 times. */
  private static final int PASSES = 1600;

  private static final int LEAST_EPOCHS = 6;
  private static final int MOST_EPOCHS = 16;

  /**
   * Fills in what a request leaves open.
   *
   * @param epochs 0 to choose
   * @param rate 0 to choose
   * @param width of the interpreter
   */
  public static Recipe of(int epochs, int examples, double rate, int width, long seed) {
    int chosen = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, PASSES / examples));
    return new Recipe(
        epochs == 0 ? chosen : epochs,
        examples,
        rate == 0 ? RATE * RATE_WIDTH / width : rate,
        seed);
  }

  /** Steps in an epoch. */
  public int stepsPerEpoch() {
    return (examples + BATCH - 1) / BATCH;
  }

  /** Steps at most. */
  public int steps() {
    return epochs * stepsPerEpoch();
  }

  /** Epochs without an improvement before training ends. */
  int patience() {
    return Math.max(3, epochs / 4);
  }

  /** Most tokens that are computed at once. */
  public int tokensAtOnce(List<EncodedExample> examples) {
    int longest = examples.stream().mapToInt(EncodedExample::length).max().orElse(0);
    return Math.max(longest, Math.min(PASS_TOKENS, BATCH * longest));
  }

  LearningRate rate() {
    return new LearningRate(
        peakRate, Math.min(WARM_UP, steps()), steps(), 0, LearningRate.Decay.LINEAR);
  }
}
