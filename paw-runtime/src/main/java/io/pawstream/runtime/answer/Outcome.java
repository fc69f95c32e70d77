package io.pawstream.runtime.answer;

import java.io.Serializable;

/** What one input came to: an {@link Answer} or a {@link Failure}; exactly one per record. */
public sealed interface Outcome extends Serializable permits Answer, Failure {

  /**
   * Digest of the program that was asked, as {@code sha256:} and 64 hex digits; empty where no
   * program could be named.
   */
  String program();
}
