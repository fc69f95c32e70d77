package io.pawstream.runtime.answer;

import java.util.Locale;

/** Why a record has a {@link Failure} instead of an {@link Answer}. */
public enum FailureReason {
  /** The input was null (or its field missing). Empty text is legal and is no failure. */
  NULL_INPUT,
  /** The record could not be turned into an input: malformed row, wrong type. */
  INVALID_RECORD,
  /** The text holds NUL, a lone surrogate or bytes that are not UTF-8. */
  INVALID_TEXT,
  /** The input does not fit the context window and the binding does not truncate. */
  INPUT_TOO_LONG,
  /** The deadline passed before an answer was there. */
  DEADLINE,
  /** The engine failed on this input; the detail says how. */
  ENGINE,
  /** The program or its engine was closed before an answer was there. */
  CLOSED;

  /** The name as it stands in rows, logs and metrics: lower case with {@code _}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
