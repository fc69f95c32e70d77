package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where reading begins when there is no checkpoint. */
public enum Start {
  /** At the offsets of the consumer group, where it has none at the earliest. */
  @JsonProperty("committed")
  COMMITTED,
  /** At the earliest record. */
  @JsonProperty("earliest")
  EARLIEST,
  /** At the records that come from now on. */
  @JsonProperty("latest")
  LATEST;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
