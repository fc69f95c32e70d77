package io.pawstream.rows;

/** A row cannot be read. The message says the rule, never the row's text. */
final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String rule;
  private final String values;

  /**
   * An exception for one row.
   *
   * @param rule what does not hold
   * @param values what was found, as {@code name=value}; may be empty
   */
  MalformedRowException(String rule, String values) {
    super(rule, null, false, false);
    this.rule = rule;
    this.values = values;
  }

  /** The rule, the row's number and what was found. */
  String detail(long row) {
    return rule + ": row=" + row + (values.isEmpty() ? "" : ", " + values);
  }
}
