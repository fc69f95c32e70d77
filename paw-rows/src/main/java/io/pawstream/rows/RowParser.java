package io.pawstream.rows;

/** Turns the text of a row into a {@link Row}. One thread. */
interface RowParser {

  /** Whether {@code text} is no row at all, such as a blank line between rows. */
  boolean skips(String text);

  /**
   * The row in {@code text}.
   *
   * @throws MalformedRowException if it cannot be read
   */
  Row parse(String text, long number, long end) throws MalformedRowException;
}
