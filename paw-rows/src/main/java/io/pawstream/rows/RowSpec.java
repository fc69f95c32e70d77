package io.pawstream.rows;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * What to read out of each row. Immutable, serializable; any thread.
 *
 * @param format how the rows are written
 * @param field name of the field with the text for the programs
 * @param programs names of the entries that the run adds; entries of these names that a row already
 *     has make way
 * @param expected names of fields whose values are wanted beside the text
 * @param limit most bytes of a row
 */
public record RowSpec(
    InputFormat format, String field, List<String> programs, List<String> expected, int limit)
    implements Serializable {

  /** Most bytes of a row where nothing else is chosen. */
  public static final int DEFAULT_LIMIT = 16 << 20;

  public RowSpec {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(field, "field");
    programs = List.copyOf(programs);
    expected = List.copyOf(expected);
  }
}
