package io.pawstream.rows;

import java.util.List;

/** Turns the text of a row into a {@link Row}. One thread. */
interface RowParser {

  /** The names in the header, in order; none where there is no header. */
  default List<String> columns() {
    return List.of();
  }

  /** Whether {@code text} is no row at all, such as a blank line between rows. */
  boolean skips(String text);

  /**
   * The row in {@code text}.
   *
   * @throws MalformedRowException if it cannot be read
   */
  Row parse(String text, long number, long end) throws MalformedRowException;
}
