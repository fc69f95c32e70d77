package io.pawstream.connect.internal.config;

import java.util.Locale;

/** What a predicate makes of a record that has no answer. */
public enum Verdict {
  /**
   * The worker's error handling decides: the task fails, or the record is skipped or goes to the
   * dead letter queue.
   */
  FAIL,
  /** The predicate is false. */
  FALSE,
  /** The predicate is true. */
  TRUE;

  /** The name as it stands in configuration: lower case with hyphens. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
