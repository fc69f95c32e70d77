package io.pawstream.eval;

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

  public Evaluation {
    Objects.requireNonNull(accuracy, "accuracy");
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
}
