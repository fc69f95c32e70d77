package io.pawstream.cli.internal.terminal;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Text in columns: the first to the left, numbers to the right, no line longer than it must be. One
 * thread.
 */
public final class Columns {
  private static final String GAP = "  ";
  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO);

  private final boolean[] right;
  private final List<String[]> lines = new ArrayList<>();

  /**
   * Columns without lines.
   *
   * @param sides {@code l} or {@code r} for each column: where its text stands
   */
  public Columns(String sides) {
    this.right = new boolean[sides.length()];
    for (int i = 0; i < right.length; i++) {
      right[i] = sides.charAt(i) == 'r';
    }
  }

  /** Adds a line; missing cells are empty. */
  public Columns line(String... cells) {
    lines.add(Arrays.copyOf(cells, right.length));
    return this;
  }

  /** The lines, each behind {@code indent}, with line ends. */
  public String text(String indent) {
    int[] widths = new int[right.length];
    for (String[] line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(cell(line, i)));
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] line : lines) {
      StringBuilder shown = new StringBuilder(indent);
      for (int i = 0; i < widths.length; i++) {
        String space = " ".repeat(widths[i] - width(cell(line, i)));
        shown.append(i == 0 ? "" : GAP);
        shown.append(right[i] ? space + cell(line, i) : cell(line, i) + space);
      }
      text.append(shown.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  @SuppressWarnings("NullAway") // cells that copyOf added are null
  private static String cell(String[] line, int i) {
    return line[i] == null ? "" : line[i];
  }

  /** Columns that a text takes; colours take none. */
  public static int width(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "").codePoints().map(Columns::width).sum();
  }

  static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean picture = c >= 0x1F300 && c <= 0x1FAFF;
    return picture || WIDE.contains(UnicodeScript.of(c)) ? 2 : 1;
  }
}
