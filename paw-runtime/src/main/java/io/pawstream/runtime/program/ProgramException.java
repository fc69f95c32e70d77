package io.pawstream.runtime.program;

import java.io.Serial;

/** A program cannot be used: its reference, its bundle or its adapter is not what it must be. */
public final class ProgramException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ProgramException(String message) {
    super(message);
  }

  public ProgramException(String message, Throwable cause) {
    super(message, cause);
  }
}
