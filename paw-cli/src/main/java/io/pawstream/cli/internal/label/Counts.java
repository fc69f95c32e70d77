package io.pawstream.cli.internal.label;

import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rows came to: per program how often each answer was given. One thread. */
final class Counts {
  /** Stands for all texts of a program without a label set. */
  private static final String TEXTS = "(text)";

  private static final String FAILURE = "! ";

  private final Map<String, Map<String, Long>> byProgram = new LinkedHashMap<>();

  /**
   * No rows yet, or those of an unfinished run.
   *
   * @param before as {@link #map} gave it
   */
  Counts(List<PawProgram> programs, Map<String, Map<String, Long>> before) {
    for (PawProgram program : programs) {
      Map<String, Long> counts = new LinkedHashMap<>();
      program.labels().forEach(label -> counts.put(label, 0L));
      counts.putAll(before.getOrDefault(program.name(), Map.of()));
      byProgram.put(program.name(), counts);
    }
  }

  void add(String program, Outcome outcome) {
    String what =
        outcome instanceof Answer answer
            ? answer.isLabel() ? answer.value() : TEXTS
            : FAILURE + ((Failure) outcome).reason().code();
    byProgram.computeIfAbsent(program, p -> new LinkedHashMap<>()).merge(what, 1L, Long::sum);
  }

  /** By program, then by answer or, behind {@code !}, reason of a failure. */
  Map<String, Map<String, Long>> map() {
    return byProgram;
  }
}
