package io.pawstream.runtime.interpreter;

import java.io.Serial;

/** An interpreter cannot be used: it is not there, not the pinned file, or not sound. */
public final class InterpreterException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public InterpreterException(String message) {
    super(message);
  }

  public InterpreterException(String message, Throwable cause) {
    super(message, cause);
  }
}
