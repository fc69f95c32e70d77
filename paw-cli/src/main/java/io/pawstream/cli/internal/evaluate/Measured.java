package io.pawstream.cli.internal.evaluate;

import io.pawstream.cli.eval.Evaluation;
import io.pawstream.cli.eval.JudgedRow;
import io.pawstream.cli.eval.TemperatureFit;
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
record Measured(
    String name,
    String digest,
    List<String> labels,
    Map<Long, String> inputs,
    Evaluation evaluation,
    double temperature,
    TemperatureFit.@Nullable Fit fit,
    double seconds,
    double microBatch) {

  long rows() {
    return evaluation.accuracy().of();
  }

  double rowsPerSecond() {
    return rows() / Math.max(seconds, 1e-3);
  }

  /** The beginning of a row's text. */
  String input(JudgedRow row) {
    return inputs.getOrDefault(row.number(), "");
  }
}
