package io.pawstream.runtime.answer;

import java.util.List;
import java.util.Objects;

/**
 * What a program said about one input.
 *
 * @param kind whether {@code value} is a label of the program's label set or free text
 * @param value the label, or the text without surrounding white space
 * @param confidence in [0, 1]. Label: its probability within the label set. Text: the probability
 *     of exactly these tokens, the end token included where it was produced
 * @param margin in nats, at least 0. Label: log probability of the best label less that of the
 *     second. Text: the smallest such gap between the chosen token and the runner-up over all
 *     tokens. An answer whose margin is small may come out differently in another micro-batch
 * @param finish why the answer ended
 * @param truncated whether part of the input was cut out to fit the context window
 * @param program see {@link Outcome#program()}
 * @param scores one per label in the order of the label set where the binding asked for them, else
 *     empty
 * @param tokens token ids of the label or text, without the end token, where the binding asked for
 *     scores, else empty; for a look at what happened, and left out where answers are stored
 */
public record Answer(
    Kind kind,
    String value,
    double confidence,
    double margin,
    FinishReason finish,
    boolean truncated,
    String program,
    List<LabelScore> scores,
    List<Integer> tokens)
    implements Outcome {

  /** Without token ids. */
  public Answer(
      Kind kind,
      String value,
      double confidence,
      double margin,
      FinishReason finish,
      boolean truncated,
      String program,
      List<LabelScore> scores) {
    this(kind, value, confidence, margin, finish, truncated, program, scores, List.of());
  }

  /** Closed set or free text. */
  public enum Kind {
    LABEL,
    TEXT
  }

  public Answer {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(finish, "finish");
    Objects.requireNonNull(program, "program");
    scores = List.copyOf(scores);
    tokens = List.copyOf(tokens);
  }

  /** Whether {@link #value()} is a label. */
  public boolean isLabel() {
    return kind == Kind.LABEL;
  }
}
