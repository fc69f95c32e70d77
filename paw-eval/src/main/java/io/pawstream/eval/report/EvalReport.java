package io.pawstream.eval.report;

import io.pawstream.eval.Comparison;
import io.pawstream.eval.Coverage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that an evaluation found out. Immutable; any thread.
 *
 * @param file the rows
 * @param measured the program
 * @param withoutAnswer rows left out since no right answer is known
 * @param goal the accuracy that a threshold is chosen for; null for none
 * @param other the program it is compared with; null for none
 * @param comparison from the program to the other; null without one
 */
public record EvalReport(
    String file,
    Measured measured,
    long withoutAnswer,
    @Nullable Double goal,
    @Nullable Measured other,
    @Nullable Comparison comparison) {

  /** The threshold that keeps most answers of those that reach the goal. */
  public Optional<Coverage.Point> chosen() {
    return goal == null ? Optional.empty() : measured.evaluation().coverage().widest(goal);
  }
}
