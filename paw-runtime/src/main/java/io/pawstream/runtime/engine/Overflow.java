package io.pawstream.runtime.engine;

import java.util.Arrays;
import java.util.Locale;

/** What happens to an input that does not fit the context window: the part that is cut out. */
public enum Overflow {
  /** Nothing is cut; the record gets a failure. */
  FAIL,
  /** The beginning is cut, the end is kept. */
  HEAD,
  /** The end is cut, the beginning is kept. */
  TAIL,
  /** The middle is cut, beginning and end are kept. */
  MIDDLE;

  /** The name as it stands in configuration: lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value named {@code code}.
   *
   * @throws IllegalArgumentException naming the allowed values
   */
  public static Overflow of(String code) {
    for (Overflow value : values()) {
      if (value.code().equals(code)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "overflow must be one of "
            + Arrays.stream(values()).map(Overflow::code).toList()
            + ": overflow="
            + code);
  }
}
