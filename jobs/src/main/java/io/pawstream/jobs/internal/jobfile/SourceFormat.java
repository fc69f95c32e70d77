package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the values of records are read. */
public enum SourceFormat {
  /** The value is UTF-8 text and the input. */
  @JsonProperty("text")
  TEXT,
  /** The value is a JSON object; the input is a field of it. */
  @JsonProperty("json")
  JSON,
  /** The value is Avro; the input is a field of it. */
  @JsonProperty("avro")
  AVRO;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
