package io.pawstream.rows;

import java.io.IOException;

/** An input file cannot be read as the command line says; no row of it can. */
public final class UnreadableInputException extends IOException {
  private static final long serialVersionUID = 1L;

  /** An exception that says the rule, the value and the cure. */
  public UnreadableInputException(String message) {
    super(message);
  }
}
