package io.pawstream.jobs.internal.report;

/** Text in columns of a terminal. Any thread. */
final class Cells {
  private Cells() {}

  /** {@code text} in exactly {@code width} columns: cut with an ellipsis or filled with spaces. */
  static String fit(String text, int width) {
    String line = plain(text);
    StringBuilder cell = new StringBuilder();
    int used = 0;
    boolean cut = width(line) > width;
    int room = cut ? width - 1 : width;
    for (int i = 0; i < line.length(); ) {
      int character = line.codePointAt(i);
      int columns = columns(character);
      if (used + columns > room) {
        break;
      }
      cell.appendCodePoint(character);
      used += columns;
      i += Character.charCount(character);
    }
    if (cut) {
      cell.append('…');
      used++;
    }
    return cell.append(" ".repeat(width - used)).toString();
  }

  /** Columns that {@code text} takes. */
  static int width(String text) {
    return plain(text).codePoints().map(Cells::columns).sum();
  }

  /** One line without anything that a terminal could take for a command. */
  static String plain(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isWhitespace(c)) {
                line.append(' ');
              } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                line.append('\u00B7');
              } else {
                line.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '?' : c);
              }
            });
    return line.toString();
  }

  /** As most terminals have it: none for marks, two for East Asian scripts and emoji. */
  private static int columns(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (character >= 0x1100 && character <= 0x115F)
            || (character >= 0x2E80 && character <= 0xA4CF)
            || (character >= 0xAC00 && character <= 0xD7A3)
            || (character >= 0xF900 && character <= 0xFAFF)
            || (character >= 0xFE30 && character <= 0xFE6F)
            || (character >= 0xFF00 && character <= 0xFF60)
            || (character >= 0x1F300 && character <= 0x1FAFF)
            || (character >= 0x20000 && character <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
