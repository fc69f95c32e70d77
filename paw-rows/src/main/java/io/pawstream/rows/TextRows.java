package io.pawstream.rows;

import java.util.List;

/** Lines of text as rows of one field. Any thread. */
final class TextRows implements RowParser {
  private final RowSpec spec;

  TextRows(RowSpec spec) {
    this.spec = spec;
  }

  @Override
  public boolean skips(String text) {
    return false;
  }

  @Override
  public Row parse(String text, long number, long end) {
    return new Row(
        number,
        end,
        System.currentTimeMillis(),
        Json.before(List.of(spec.field()), List.of(text)),
        Json.after(),
        text,
        null,
        null,
        new String[spec.expected().size()]);
  }
}
