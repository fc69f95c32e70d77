package io.pawstream.compiler.internal.score;

import java.util.List;

/** How a set of examples was answered. Immutable; any thread. */
public record Evaluation(List<Scored> scored) {
  public Evaluation {
    scored = List.copyOf(scored);
  }

  /** Part of the examples with the right answer. */
  public double accuracy() {
    return scored.stream().mapToDouble(s -> s.right() ? 1 : 0).average().orElse(0);
  }

  /** Mean cross entropy per token of the right answers, in nats. */
  public double loss() {
    double tokens = scored.stream().mapToInt(s -> s.example().answer().length).sum();
    return scored.stream().mapToDouble(Scored::loss).sum() / tokens;
  }

  /** By right label, then by label answered with: how many. */
  public int[][] confusion(int labels) {
    int[][] counts = new int[labels][labels];
    scored.forEach(s -> counts[s.example().label()][s.label()]++);
    return counts;
  }
}
