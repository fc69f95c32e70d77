package io.pawstream.benchmarks.internal.report;

import java.util.Locale;

/**
 * A number that is to be reached.
 *
 * @param key of the figure
 * @param label what is measured
 * @param goal in {@code unit}
 * @param atLeast whether more is better
 * @param value what was measured
 * @param unit such as {@code %} or {@code ms}
 */
public record Goal(
    String key, String label, double goal, boolean atLeast, double value, String unit) {
  public boolean reached() {
    return atLeast ? value >= goal : value <= goal;
  }

  /** {@code at least 97 %}. */
  public String wanted() {
    String number =
        goal == Math.rint(goal)
            ? String.format(Locale.ROOT, "%.0f", goal)
            : String.format(Locale.ROOT, "%.1f", goal);
    return (atLeast ? "at least " : "at most ") + number + ' ' + unit;
  }
}
