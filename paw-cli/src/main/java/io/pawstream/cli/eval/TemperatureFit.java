package io.pawstream.cli.eval;

import io.pawstream.runtime.program.Calibration;
import java.util.ArrayList;
import java.util.List;

/**
 * Learns the temperature at which the right labels are likeliest (Guo et al. 2017, "On Calibration
 * of Modern Neural Networks"). Any thread.
 */
public final class TemperatureFit {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double PRECISION = 1e-5;

  /**
   * Scores of a row and its right label.
   *
   * @param scores of all labels
   * @param expected index of the right label
   */
  public record Row(LabelScores scores, int expected) {}

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
  public static Fit of(List<Row> rows) {
    if (rows.size() < 2) {
      throw new IllegalArgumentException(
          "a temperature is learnt on at least 2 rows: rows=" + rows.size());
    }
    List<List<Row>> halves = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < rows.size(); i++) {
      halves.get(i % 2).add(rows.get(i));
    }
    List<JudgedRow> after = new ArrayList<>();
    after.addAll(judged(halves.get(0), best(halves.get(1))));
    after.addAll(judged(halves.get(1), best(halves.get(0))));
    return new Fit(
        best(rows),
        rows.size(),
        Reliability.of(judged(rows, 1)).error(),
        Reliability.of(after).error());
  }

  /** The mean negative log likelihood of the right labels at a temperature. */
  static double loss(List<Row> rows, double temperature) {
    return -rows.stream()
        .mapToDouble(row -> row.scores().logConfidence(row.expected(), temperature))
        .average()
        .orElse(0);
  }

  /** Golden-section search over the logarithm: the loss has one valley in 1/temperature. */
  private static double best(List<Row> rows) {
    double low = Math.log(Calibration.LEAST);
    double high = Math.log(Calibration.MOST);
    double left = high - GOLDEN * (high - low);
    double right = low + GOLDEN * (high - low);
    double lossLeft = loss(rows, Math.exp(left));
    double lossRight = loss(rows, Math.exp(right));
    while (high - low > PRECISION) {
      if (lossLeft <= lossRight) {
        high = right;
        right = left;
        lossRight = lossLeft;
        left = high - GOLDEN * (high - low);
        lossLeft = loss(rows, Math.exp(left));
      } else {
        low = left;
        left = right;
        lossLeft = lossRight;
        right = low + GOLDEN * (high - low);
        lossRight = loss(rows, Math.exp(right));
      }
    }
    double found = Math.exp((low + high) / 2);
    return Math.max(Calibration.LEAST, Math.min(Calibration.MOST, found));
  }

  private static List<JudgedRow> judged(List<Row> rows, double temperature) {
    return rows.stream()
        .map(
            row -> {
              int best = row.scores().best();
              return new JudgedRow(
                  1,
                  String.valueOf(row.expected()),
                  String.valueOf(best),
                  row.scores().confidence(best, temperature),
                  0);
            })
        .toList();
  }
}
