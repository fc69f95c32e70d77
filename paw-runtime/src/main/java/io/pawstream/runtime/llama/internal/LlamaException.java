package io.pawstream.runtime.llama.internal;

/** llama.cpp could not do what it was asked; the message says what, and what to try. */
public final class LlamaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LlamaException(String message) {
    super(message);
  }

  public LlamaException(String message, Throwable cause) {
    super(message, cause);
  }
}
