package io.pawstream.runtime.internal.choice;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Records per second of the engines that could be had. Immutable; any thread.
 *
 * @param recordsPerSecond by the engine's name, at least one
 */
record Speeds(Map<String, Double> recordsPerSecond) {
  Speeds {
    recordsPerSecond = Collections.unmodifiableMap(new LinkedHashMap<>(recordsPerSecond));
    if (recordsPerSecond.isEmpty()) {
      throw new IllegalArgumentException("at least one engine must have been measured");
    }
  }

  /** The name of the fastest; of equal ones the first. */
  String fastest() {
    return recordsPerSecond.entrySet().stream()
        .max(Comparator.comparingDouble(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  /** For the log, such as {@code blas 4.8, llama 1.9 records/s}. */
  @Override
  public String toString() {
    return recordsPerSecond.entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "))
        + " records/s";
  }
}
