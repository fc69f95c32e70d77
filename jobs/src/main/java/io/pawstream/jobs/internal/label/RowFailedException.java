package io.pawstream.jobs.internal.label;

import io.pawstream.runtime.answer.Failure;

/** A row has a failure and the run is to fail on failures. Never holds the row's text. */
public final class RowFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RowFailedException(long row, String program, Failure failure) {
    super(
        "row "
            + row
            + " must have an answer: program="
            + program
            + ", reason="
            + failure.reason().code()
            + ", detail="
            + failure.detail()
            + "; --on-failure tag or null keeps such rows");
  }
}
