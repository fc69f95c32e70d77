package io.pawstream.cli.eval;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How good a program is on rows whose right answers are known. Immutable; any thread.
 *
 * @param accuracy share of right answers; a failure is wrong
 * @param failures rows without an answer
 * @param confusion which label was answered where which was right; null for free text
 * @param reliability whether confidences mean what they say
 * @param coverage what is gained by leaving out answers of low confidence
 * @param slowest the rows that took longest, slowest first
 * @param leastCertain the answers of lowest confidence, lowest first
 * @param mostCertainWrong wrong answers of highest confidence, highest first: look for mistakes in
 *     the right answers here
 */
public record Evaluation(
    Share accuracy,
    long failures,
    @Nullable Confusion confusion,
    Reliability reliability,
    Coverage coverage,
    List<JudgedRow> slowest,
    List<JudgedRow> leastCertain,
    List<JudgedRow> mostCertainWrong) {
  private static final Comparator<JudgedRow> BY_CONFIDENCE =
      Comparator.comparingDouble(JudgedRow::confidence);

  public Evaluation {
    Objects.requireNonNull(accuracy, "accuracy");
  }

  /**
   * Evaluates.
   *
   * @param labels the label set in order; empty for free text
   * @param listed how many rows there may be in each of the lists
   */
  public static Evaluation of(List<String> labels, List<JudgedRow> rows, int listed) {
    List<JudgedRow> answered = rows.stream().filter(row -> row.answered() != null).toList();
    return new Evaluation(
        new Share(rows.stream().filter(JudgedRow::right).count(), rows.size()),
        (long) rows.size() - answered.size(),
        labels.isEmpty() ? null : Confusion.of(labels, rows),
        Reliability.of(rows),
        Coverage.of(rows),
        first(rows, Comparator.comparingLong(JudgedRow::nanos).reversed(), listed),
        first(answered, BY_CONFIDENCE, listed),
        first(
            answered.stream().filter(row -> !row.right()).toList(),
            BY_CONFIDENCE.reversed(),
            listed));
  }

  /** Mean of the labels' F1, those left out that neither were expected nor answered. */
  public double macroF1() {
    return confusion == null
        ? Double.NaN
        : confusion.qualities().stream()
            .mapToDouble(LabelQuality::f1)
            .filter(f1 -> !Double.isNaN(f1))
            .average()
            .orElse(Double.NaN);
  }

  private static List<JudgedRow> first(
      List<JudgedRow> rows, Comparator<JudgedRow> order, int most) {
    return rows.stream().sorted(order.thenComparingLong(JudgedRow::number)).limit(most).toList();
  }
}
