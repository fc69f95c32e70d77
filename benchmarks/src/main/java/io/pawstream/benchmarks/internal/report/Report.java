package io.pawstream.benchmarks.internal.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that one run of the benchmark found out. Immutable; any thread.
 *
 * @param facts what it was measured on and with, in the order to be shown
 * @param results in the order they were measured; ratios are against the first in records/s
 * @param details of results in records/s, by key
 * @param figures what follows from the results
 * @param goals those that follow from the results
 */
public record Report(
    Map<String, Object> facts,
    List<Result> results,
    Map<String, Details> details,
    List<Figure> figures,
    List<Goal> goals) {
  public Report {
    results = List.copyOf(results);
    details = Map.copyOf(details);
    figures = List.copyOf(figures);
    goals = List.copyOf(goals);
  }

  /** Without details or goals. */
  public Report(Map<String, Object> facts, List<Result> results, List<Figure> figures) {
    this(facts, results, Map.of(), figures, List.of());
  }

  /** What is known beyond the rate. */
  public Details details(Result result) {
    return details.getOrDefault(result.key(), Details.NONE);
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
