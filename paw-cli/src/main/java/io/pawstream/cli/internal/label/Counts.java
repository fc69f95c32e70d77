package io.pawstream.cli.internal.label;

import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the rows came to: per program how often each answer was given. One thread. */
final class Counts {
  /** Stands for all texts of a program without a label set. */
  private static final String TEXTS = "(text)";

  private static final String FAILURE = "! ";

  /** Stands for answers of little confidence, which are counted as what they are too. */
  private static final String LOW = "~ ";

  private final Map<String, Double> minConfidences = new LinkedHashMap<>();

  private final Map<String, Map<String, Long>> byProgram = new LinkedHashMap<>();

  /**
   * No rows yet, or those of an unfinished run.
   *
   * @param minConfidence answers below it are counted as low; null for what is kept beside each
   *     program
   * @param before as {@link #map} gave it
   */
  Counts(
      List<PawProgram> programs,
      @Nullable Double minConfidence,
      Map<String, Map<String, Long>> before) {
    for (PawProgram program : programs) {
      Double least = minConfidence == null ? program.minConfidence() : minConfidence;
      if (least != null) {
        minConfidences.put(program.name(), least);
      }
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
    Map<String, Long> counts = byProgram.computeIfAbsent(program, p -> new LinkedHashMap<>());
    counts.merge(what, 1L, Long::sum);
    Double least = minConfidences.get(program);
    if (least != null && outcome instanceof Answer answer && answer.confidence() < least) {
      counts.merge(LOW, 1L, Long::sum);
    }
  }

  /** The least confidence that a program's answers should have; null for none. */
  @Nullable Double minConfidence(String program) {
    return minConfidences.get(program);
  }

  /** How many answers of a program had less. */
  long low(String program) {
    return byProgram.getOrDefault(program, Map.of()).getOrDefault(LOW, 0L);
  }

  /** How often a program gave each answer or, behind {@code !}, had a reason for none. */
  Map<String, Long> answers(String program) {
    Map<String, Long> answers = new LinkedHashMap<>(byProgram.getOrDefault(program, Map.of()));
    answers.remove(LOW);
    return answers;
  }

  /** All of it, to go on from. */
  Map<String, Map<String, Long>> map() {
    return byProgram;
  }
}
