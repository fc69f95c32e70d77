package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where reading ends. */
public enum End {
  /** It goes on. */
  @JsonProperty("never")
  NEVER,
  /** At the records that were there when the job started. */
  @JsonProperty("latest")
  LATEST;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
