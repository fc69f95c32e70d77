package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What becomes of a record that has a failure instead of an answer. */
public enum FailureAction {
  /** The job fails. */
  @JsonProperty("fail")
  FAIL,
  /** The record goes on without an outcome of the binding. */
  @JsonProperty("null")
  NULL,
  /** The record goes on with a label of confidence 0. */
  @JsonProperty("default-label")
  DEFAULT_LABEL,
  /** The record goes on with the failure as its outcome. */
  @JsonProperty("tag")
  TAG,
  /** The record goes to the dead letter topic as it was. */
  @JsonProperty("dead-letter")
  DEAD_LETTER;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
