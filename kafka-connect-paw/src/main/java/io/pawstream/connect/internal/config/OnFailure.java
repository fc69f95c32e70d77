package io.pawstream.connect.internal.config;

import java.util.Locale;

/** What a transform does with a failure. */
public enum OnFailure {
  /**
   * The worker's error handling decides: the task fails, or the record is skipped or goes to the
   * dead letter queue.
   */
  FAIL,
  /** The record goes on without an outcome of the program. */
  NULL,
  /** The record goes on with the default label, at confidence 0. */
  DEFAULT_LABEL,
  /** The record goes on with the failure as its outcome. */
  TAG;

  /** The name as it stands in configuration: lower case with hyphens. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
