package io.pawstream.eval;

import io.pawstream.runtime.program.Calibration;

/**
 * Learns the temperature at which the right labels are likeliest (Guo et al. 2017, "On Calibration
 * of Modern Neural Networks"). Any thread.
 */
public final class TemperatureFit {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double PRECISION = 1e-5;

  /**
   * What was learnt.
   *
   * @param temperature within the bounds of {@link Calibration}
   * @param rows how many rows it was learnt on
   * @param errorBefore expected calibration error at the temperature 1
   * @param errorAfter the same with what was learnt, each half of the rows measured with what was
   *     learnt on the other half
   */
  public record Fit(double temperature, long rows, double errorBefore, double errorAfter) {}

  private TemperatureFit() {}

  /**
   * Learns on {@code rows}.
   *
   * @throws IllegalArgumentException if there are fewer than two
   */
  public static Fit of(ScoreSample rows) {
    if (rows.rows() < 2) {
      throw new IllegalArgumentException(
          "a temperature is learnt on at least 2 rows: rows=" + rows.rows());
    }
    Reliability.Tally before = new Reliability.Tally();
    Reliability.Tally after = new Reliability.Tally();
    count(rows, 0, 1, 1, before);
    count(rows, 0, 2, best(rows, 1, 2), after);
    count(rows, 1, 2, best(rows, 0, 2), after);
    return new Fit(best(rows, 0, 1), rows.rows(), before.result().error(), after.result().error());
  }

  private static void count(
      ScoreSample rows, int from, int step, double temperature, Reliability.Tally tally) {
    for (int i = from; i < rows.rows(); i += step) {
      tally.add(rows.confidence(i, temperature), rows.right(i));
    }
  }

  /** The mean negative log likelihood of the right labels at a temperature. */
  static double loss(ScoreSample rows, double temperature) {
    return loss(rows, 0, 1, temperature);
  }

  private static double loss(ScoreSample rows, int from, int step, double temperature) {
    double sum = 0;
    int count = 0;
    for (int i = from; i < rows.rows(); i += step) {
      sum += rows.logLikelihood(i, temperature);
      count++;
    }
    return -sum / count;
  }

  /** Golden-section search over the logarithm: the loss has one valley in 1/temperature. */
  private static double best(ScoreSample rows, int from, int step) {
    double low = Math.log(Calibration.LEAST);
    double high = Math.log(Calibration.MOST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double lossLeft = loss(rows, from, step, Math.exp(left));
    double lossRight = loss(rows, from, step, Math.exp(right));
    while (high - low > PRECISION) {
      if (lossLeft <= lossRight) {
        high = right;
        right = left;
        lossRight = lossLeft;
        left = high - GOLDEN * (high - low);
        lossLeft = loss(rows, from, step, Math.exp(left));
      } else {
        low = left;
        left = right;
        lossLeft = lossRight;
        right = low + GOLDEN * (high - low);
        lossRight = loss(rows, from, step, Math.exp(right));
      }
    }
    double found = Math.exp((low + high) / 2);
    return Math.max(Calibration.LEAST, Math.min(Calibration.MOST, found));
  }
}
