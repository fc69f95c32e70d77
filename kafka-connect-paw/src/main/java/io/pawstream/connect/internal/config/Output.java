package io.pawstream.connect.internal.config;

import java.util.Locale;

/** Where a transform writes outcomes. */
public enum Output {
  /** Into headers. */
  HEADER,
  /** Into a field of the key or value. */
  FIELD,
  /** Nowhere; labels choose the topic. */
  NONE;

  /** The name as it stands in configuration: lower case with hyphens. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
