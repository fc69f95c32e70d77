package io.pawstream.runtime.files.internal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A private file could not be kept; the message gives the rule, the values and the cure. */
public final class ContentStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  ContentStoreException(String message) {
    this(message, null);
  }

  ContentStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
