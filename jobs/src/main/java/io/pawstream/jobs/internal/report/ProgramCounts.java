package io.pawstream.jobs.internal.report;

import io.pawstream.runtime.answer.FailureReason;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one program did in a run. Immutable; any thread.
 *
 * @param labels answers per label, sorted by label
 * @param texts answers of free text
 * @param failures failures per reason
 * @param lowConfidence answers below the bound
 * @param compared answers of rows that have an expected answer
 * @param agreed those of them that are the expected answer
 */
public record ProgramCounts(
    Map<String, Long> labels,
    long texts,
    Map<FailureReason, Long> failures,
    long lowConfidence,
    long compared,
    long agreed)
    implements Serializable {

  /** Nothing counted yet. */
  public static final ProgramCounts NONE = new ProgramCounts(Map.of(), 0, Map.of(), 0, 0, 0);

  public ProgramCounts {
    labels = new TreeMap<>(labels);
    failures = new TreeMap<>(failures);
  }

  /** Answers of both kinds. */
  public long answers() {
    return texts + sum(labels);
  }

  /** Failures of all reasons. */
  public long failed() {
    return sum(failures);
  }

  /** Both together. */
  public ProgramCounts plus(ProgramCounts other) {
    return new ProgramCounts(
        together(labels, other.labels),
        texts + other.texts,
        together(failures, other.failures),
        lowConfidence + other.lowConfidence,
        compared + other.compared,
        agreed + other.agreed);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K extends Comparable<K>> Map<K, Long> together(
      Map<K, Long> left, Map<K, Long> right) {
    Map<K, Long> both = new TreeMap<>(left);
    right.forEach((key, count) -> both.merge(key, count, Long::sum));
    return both;
  }
}
