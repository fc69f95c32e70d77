package io.pawstream.cli.internal.machine;

/**
 * What was looked at and how it is.
 *
 * @param name what was looked at
 * @param state how it is
 * @param detail with values, and the cure where it is not good
 */
record Finding(String name, State state, String detail) {
  enum State {
    GOOD,
    /** It works, and could work better. */
    WEAK,
    BAD
  }

  static Finding good(String name, String detail) {
    return new Finding(name, State.GOOD, detail);
  }

  static Finding weak(String name, String detail) {
    return new Finding(name, State.WEAK, detail);
  }

  static Finding bad(String name, String detail) {
    return new Finding(name, State.BAD, detail);
  }
}
