package io.pawstream.connect.internal.config;

import java.util.Locale;

/**
 * What a transform does with a record that has no input: a tombstone, a null or missing field or
 * header.
 */
public enum OnNull {
  /** The record goes on without outcomes. */
  KEEP,
  /** The record ends here. */
  DROP,
  /** It is a failure like any other. */
  FAILURE;

  /** The name as it stands in configuration: lower case with hyphens. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
