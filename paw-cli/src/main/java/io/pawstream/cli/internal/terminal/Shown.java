package io.pawstream.cli.internal.terminal;

import java.util.Locale;

/** Numbers and texts as a person reads them. Any thread. */
public final class Shown {
  private Shown() {}

  /** A length of time. */
  public static String duration(double seconds) {
    if (seconds < 10) {
      return format("%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 120) {
      return whole + " s";
    }
    return whole < 7200
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }

  /** A size in bytes. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    String units = "kMGT";
    double value = bytes;
    int unit = -1;
    while (value >= 999.5 && unit + 1 < units.length()) {
      value /= 1000;
      unit++;
    }
    return format(value < 9.95 ? "%.1f %cB" : "%.0f %cB", value, units.charAt(unit));
  }

  /** Text on one line, without what would move the cursor, of at most {@code columns} columns. */
  public static String line(String text, int columns) {
    StringBuilder line = new StringBuilder();
    int used = 0;
    int[] points = text.codePoints().limit(4L * Math.max(1, columns)).toArray();
    for (int i = 0; i < points.length; i++) {
      int c = Character.isISOControl(points[i]) || format(points[i]) ? ' ' : points[i];
      int width = Columns.width(c);
      boolean last = i == points.length - 1;
      if (used + width > (last ? columns : columns - 1)) {
        return line.append('…').toString();
      }
      line.appendCodePoint(c);
      used += width;
    }
    return line.toString();
  }

  /** Marks that turn the direction of what follows, and the like. */
  private static boolean format(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
