package io.pawstream.runtime.gguf;

import java.io.IOException;
import java.io.Serial;

/**
 * A GGUF file breaks the format or a limit, or a metadata value has another type than asked for.
 */
public final class GgufException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public GgufException(String message) {
    super(message);
  }
}
