package io.pawstream.compiler;

import java.io.Serial;

/** A program cannot be compiled: a request cannot be met, or a file not be read or written. */
public class CompileException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CompileException(String message) {
    super(message);
  }

  public CompileException(String message, Throwable cause) {
    super(message, cause);
  }
}
