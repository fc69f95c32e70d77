package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.answer.FailureReason;

/** A record's text on its way to the interpreter: tokens, or why not. */
public sealed interface Encoded {
  /** Input and suffix as tokens. */
  record Tokens(int[] ids, boolean truncated) implements Encoded {}

  /** The text must not or cannot be evaluated. */
  record Refused(FailureReason reason, String detail) implements Encoded {}
}
