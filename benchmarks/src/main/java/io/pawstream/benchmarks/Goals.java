package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Figure;
import io.pawstream.benchmarks.internal.report.Goal;
import io.pawstream.benchmarks.internal.rows.Rows;
import io.pawstream.benchmarks.internal.workload.Workload;
import io.pawstream.runtime.interpreter.Architecture;
import java.util.ArrayList;
import java.util.List;

/** The numbers that the project has set itself, each only where it was measured. */
final class Goals {
  /** Below this, goals that were set for Qwen3-0.6B say nothing about an interpreter. */
  private static final int LARGE_WIDTH = 1024;

  private final List<Figure> figures;
  private final List<Goal> goals = new ArrayList<>();

  private Goals(List<Figure> figures) {
    this.figures = figures;
  }

  static List<Goal> of(List<Figure> figures, Subject subject) {
    Goals made = new Goals(figures);
    if (subject.workload() == Workload.MESSAGES) {
      made.ofEngines(subject);
    }
    if (!subject.workload().repeats()) {
      made.atLeast("flink-async-share", 97);
      for (int tasks : Rows.TASKS) {
        if (tasks == 8) {
          made.atLeast(Rows.connect(tasks) + "-share", 85);
        }
      }
    }
    made.atLeast("repeats", 4);
    made.atMost(Rows.SWITCH, 20);
    made.atMost("ready-over-prefix", 200);
    made.atMost("jvm-share", 3);
    return made.goals;
  }

  private void ofEngines(Subject subject) {
    Architecture architecture = subject.interpreter().shape().architecture();
    if (architecture == Architecture.GPT2) {
      atLeast(Rows.BLAS + "-over-engine", 1.5);
    } else if (subject.interpreter().shape().embeddingLength() >= LARGE_WIDTH) {
      atLeast("engine-over-sdk", 1.3);
      atLeast(Rows.BLAS + "-over-sdk", 2.6);
      atLeast("fastest-over-sdk", 3);
      atLeast(Rows.BLAS + "-over-engine", 1.9);
      atLeast(Rows.BLAS + "-of-sgemm-adapter", 75);
      atLeast("input-share", 80);
    }
  }

  private void atLeast(String key, double goal) {
    add(key, goal, true);
  }

  private void atMost(String key, double goal) {
    add(key, goal, false);
  }

  private void add(String key, double goal, boolean atLeast) {
    figures.stream()
        .filter(figure -> figure.key().equals(key))
        .forEach(
            figure ->
                goals.add(
                    new Goal(key, figure.label(), goal, atLeast, figure.value(), figure.unit())));
  }
}
