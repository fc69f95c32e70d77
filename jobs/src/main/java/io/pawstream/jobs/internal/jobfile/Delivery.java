package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a failure of the job does to records that are written. */
public enum Delivery {
  /** Each record is committed once, with the checkpoint. */
  @JsonProperty("exactly-once")
  EXACTLY_ONCE,
  /** Records are there at once, and may be there again after a failure. */
  @JsonProperty("at-least-once")
  AT_LEAST_ONCE;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
