package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the bytes of an Avro value say which schema they were written with. */
public enum AvroEncoding {
  /** A zero byte and the schema's id in a registry, four bytes, come first. */
  @JsonProperty("registry")
  REGISTRY,
  /** Avro's single-object encoding: the schema's fingerprint comes first. */
  @JsonProperty("single-object")
  SINGLE_OBJECT,
  /** They do not: Avro's binary encoding alone. */
  @JsonProperty("binary")
  BINARY;

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
