package io.pawstream.compiler.example;

import java.io.Serial;

/** Examples cannot be learned from: a file cannot be read, or an example breaks a rule. */
public final class ExampleException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public ExampleException(String message) {
    super(message);
  }

  public ExampleException(String message, Throwable cause) {
    super(message, cause);
  }
}
