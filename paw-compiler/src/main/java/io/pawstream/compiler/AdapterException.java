package io.pawstream.compiler;

import java.io.Serial;

/** An adapter cannot become a program: it cannot be read, breaks a rule, or does not fit. */
public final class AdapterException extends CompileException {
  @Serial private static final long serialVersionUID = 1L;

  public AdapterException(String message, Throwable cause) {
    super(message, cause);
  }
}
