package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How records are written with their answers. */
public enum SinkFormat {
  /** Key and value as they were, answers in headers. */
  @JsonProperty("headers")
  HEADERS,
  /** Answers in a field of the JSON value. */
  @JsonProperty("field")
  FIELD,
  /** A {@code LabelledRecord} in Avro's single-object encoding. */
  @JsonProperty("avro")
  AVRO;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
