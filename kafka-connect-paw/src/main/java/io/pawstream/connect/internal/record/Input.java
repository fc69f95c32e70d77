package io.pawstream.connect.internal.record;

import io.pawstream.runtime.answer.FailureReason;

/** What a record has to offer as input. Immutable; any thread. */
public sealed interface Input {

  /** Text to ask about. */
  record Text(String text) implements Input {}

  /** Nothing: the key, value, header or field is null or missing. */
  record None() implements Input {}

  /**
   * Something that is no text.
   *
   * @param detail the rule, the place and the cure, never the record's content
   */
  record Refused(FailureReason reason, String detail) implements Input {}
}
