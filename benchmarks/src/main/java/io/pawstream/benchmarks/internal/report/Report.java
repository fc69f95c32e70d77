package io.pawstream.benchmarks.internal.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one run of the benchmark found out. Immutable; any thread.
 *
 * @param facts what it was measured on and with, in the order to be shown
 * @param results in the order they were measured; ratios are against the first in records/s
 * @param figures what follows from the results
 */
public record Report(Map<String, Object> facts, List<Result> results, List<Figure> figures) {
  public Report {
    results = List.copyOf(results);
    figures = List.copyOf(figures);
  }

  /** What the others are compared with: the first result in records/s. */
  public Optional<Result> baseline() {
    return results.stream().filter(r -> r.unit() == Unit.RECORDS_PER_SECOND).findFirst();
  }

  /** The result of this key. */
  public Optional<Result> result(String key) {
    return results.stream().filter(r -> r.key().equals(key)).findFirst();
  }
}
