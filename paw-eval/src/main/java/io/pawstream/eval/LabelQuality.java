package io.pawstream.eval;

/**
 * How good a program is at one label. Immutable; any thread.
 *
 * @param label the label
 * @param expected rows whose right answer it is
 * @param answered rows it was answered for
 * @param right rows where both hold
 */
public record LabelQuality(String label, long expected, long answered, long right) {

  /** Share of the rows answered so that are right; NaN where it was never answered. */
  public double precision() {
    return answered == 0 ? Double.NaN : (double) right / answered;
  }

  /** Share of the rows expected so that were answered so; NaN where it was never expected. */
  public double recall() {
    return expected == 0 ? Double.NaN : (double) right / expected;
  }

  /** Harmonic mean of both; NaN where the label neither was expected nor answered. */
  public double f1() {
    return expected + answered == 0 ? Double.NaN : 2.0 * right / (expected + answered);
  }
}
