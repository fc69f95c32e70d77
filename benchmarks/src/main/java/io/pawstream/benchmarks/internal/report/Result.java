package io.pawstream.benchmarks.internal.report;

import java.util.Arrays;
import java.util.List;

/**
 * What was measured of one thing, in all rounds. Immutable; any thread.
 *
 * @param key its name on the command line
 * @param label its name in tables
 * @param amount how much was done per round, in records or calls
 * @param values one per round, in {@code unit}; at least one
 * @param cpuMillis processor time per record or call in each round, of the whole process
 */
public record Result(
    String key, String label, Unit unit, int amount, List<Double> values, List<Double> cpuMillis) {
  public Result {
    values = List.copyOf(values);
    cpuMillis = List.copyOf(cpuMillis);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a result must have a value: key=" + key);
    }
  }

  public double median() {
    return median(values);
  }

  public double lowest() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  public double highest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  public double medianCpuMillis() {
    return median(cpuMillis);
  }

  /** The middle value, or the mean of the two in the middle; NaN of none. */
  public static double median(List<Double> values) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
  }
}
