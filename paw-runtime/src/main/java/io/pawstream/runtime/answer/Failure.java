package io.pawstream.runtime.answer;

import java.util.Objects;

/**
 * A typed reason instead of an answer.
 *
 * @param reason what kind of failure
 * @param detail the rule, the value and the cure for a person to read; never the record's text
 * @param program see {@link Outcome#program()}
 */
public record Failure(FailureReason reason, String detail, String program) implements Outcome {
  public Failure {
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(program, "program");
  }
}
