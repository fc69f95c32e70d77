package io.pawstream.jobs.internal.label;

/** What happens to a row that a program gives a failure instead of an answer. */
public enum FailurePolicy {
  /** The run fails and writes no file. */
  FAIL,
  /** The entry of the program is null. */
  NULL,
  /** The entry of the program is the failure. */
  TAG
}
