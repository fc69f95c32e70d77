package io.pawstream.jobs.internal.row;

/** A row cannot be read. The message says the rule, never the row's text. */
final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRowException(String rule) {
    super(rule, null, false, false);
  }
}
