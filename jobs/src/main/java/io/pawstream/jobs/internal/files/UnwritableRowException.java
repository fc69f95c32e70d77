package io.pawstream.jobs.internal.files;

import java.io.IOException;

/** The format of the output has no place for a row; the message never holds its text. */
public final class UnwritableRowException extends IOException {
  private static final long serialVersionUID = 1L;

  UnwritableRowException(String message) {
    super(message);
  }
}
