package io.pawstream.transformer.optim;

/**
 * How large the steps of an optimiser are: rising evenly during the warm-up, then falling to a
 * floor.
 *
 * @param peak the largest, reached with the last step of the warm-up
 * @param warmUp steps of the warm-up, 0 for none
 * @param steps all steps; at least 1
 * @param floor part of the peak that is left at the end, 0 to 1
 * @param decay how it falls
 */
public record LearningRate(double peak, int warmUp, int steps, double floor, Decay decay) {
  /** The way from the peak to the floor. */
  public enum Decay {
    /** Evenly. */
    LINEAR,
    /** Along half a wave of a cosine: slowly, fast, slowly. */
    COSINE
  }

  public LearningRate {
    if (!(peak > 0) || warmUp < 0 || steps < 1 || warmUp > steps || !(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException(
          "a learning rate must be positive and its warm-up end before the last step: peak="
              + peak
              + ", warmUp="
              + warmUp
              + ", steps="
              + steps
              + ", floor="
              + floor);
    }
  }

  /**
   * The size of a step.
   *
   * @param step from 0; beyond the last, the floor
   */
  public double at(int step) {
    if (step < warmUp) {
      return peak * (step + 1) / warmUp;
    }
    double done = Math.min(1, (double) (step - warmUp) / Math.max(1, steps - warmUp));
    double left =
        switch (decay) {
          case LINEAR -> 1 - done;
          case COSINE -> (1 + Math.cos(Math.PI * done)) / 2;
        };
    return peak * (floor + (1 - floor) * left);
  }
}
