package io.pawstream.runtime.natives.internal;

import org.jspecify.annotations.Nullable;

/** No llama.cpp library for this machine; the message gives the rule, the values and the cure. */
public final class NativesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NativesException(String message) {
    this(message, null);
  }

  NativesException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
