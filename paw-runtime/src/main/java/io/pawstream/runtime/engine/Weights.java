package io.pawstream.runtime.engine;

import java.util.Arrays;
import java.util.Locale;

/** How an engine that computes with floats keeps the interpreter's matrices in memory. */
public enum Weights {
  /** As the file has them, mapped, turned into floats piece by piece at every use. */
  STORED,
  /** As floats, 4 bytes each; programs share them. */
  FLOATS,
  /** As floats that a program's adapter is added to: a copy of its own for each program. */
  MERGED;

  /** The name as it stands in configuration: lower case. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The value named {@code code}.
   *
   * @throws IllegalArgumentException naming the allowed values
   */
  public static Weights of(String code) {
    for (Weights value : values()) {
      if (value.code().equals(code)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "weights must be one of "
            + Arrays.stream(values()).map(Weights::code).toList()
            + ": weights="
            + code);
  }
}
