package io.pawstream.eval;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One row whose right answer is known, with what a program said. Immutable; any thread.
 *
 * @param number 1 for the first row of the file
 * @param expected the right answer
 * @param answered what the program answered; null for a failure
 * @param confidence of the answer, 0 to 1; 0 for a failure
 * @param nanos what the answer took
 */
public record JudgedRow(
    long number, String expected, @Nullable String answered, double confidence, long nanos) {
  public JudgedRow {
    Objects.requireNonNull(expected, "expected");
    // written so that NaN does not pass
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "confidence must be from 0 to 1: confidence=" + confidence + ", row=" + number);
    }
  }

  /** Whether the answer is the expected one; a failure never is. */
  public boolean right() {
    return expected.equals(answered);
  }
}
