package io.pawstream.eval.report;

import io.pawstream.eval.Evaluation;
import io.pawstream.eval.JudgedRow;
import io.pawstream.eval.TemperatureFit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One program on all rows. Immutable; any thread.
 *
 * @param name of the program
 * @param digest of the program
 * @param labels its label set; empty for free text
 * @param inputs beginnings of the texts of rows that are shown, by number of the row
 * @param evaluation the numbers
 * @param temperature that the confidences were computed with
 * @param fit the temperature that would be best; null where none can be learnt
 * @param seconds from the first row to the last
 * @param microBatch mean inputs per micro-batch; NaN without answers
 */
public record Measured(
    String name,
    String digest,
    List<String> labels,
    Map<Long, String> inputs,
    Evaluation evaluation,
    double temperature,
    TemperatureFit.@Nullable Fit fit,
    double seconds,
    double microBatch) {

  /** Rows with a right answer. */
  public long rows() {
    return evaluation.accuracy().of();
  }

  /** Rows per second; a run shorter than a millisecond counts as one. */
  public double rowsPerSecond() {
    return rows() / Math.max(seconds, 1e-3);
  }

  /** The beginning of a row's text. */
  public String input(JudgedRow row) {
    return inputs.getOrDefault(row.number(), "");
  }
}
