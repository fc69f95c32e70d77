package io.pawstream.rows;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names from files and command lines in messages. Any thread. */
public final class Names {
  private static final int LONGEST_SHOWN = 40;
  private static final int MOST_SHOWN = 20;

  private Names() {}

  /** The name out of {@code known}, which must not be empty, with the fewest letters changed. */
  public static String nearest(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(other -> distance(wanted, other.toLowerCase(Locale.ROOT))))
        .orElseThrow();
  }

  /** A name fit for a message: of one line and of bounded length. */
  public static String shown(String name) {
    String line =
        name.codePoints().anyMatch(Character::isISOControl)
            ? name.replaceAll("\\p{Cntrl}", "?")
            : name;
    return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
  }

  static String shown(List<String> names) {
    String list =
        names.stream().limit(MOST_SHOWN).map(Names::shown).collect(Collectors.joining(", "));
    return names.size() <= MOST_SHOWN
        ? list
        : list + " and " + (names.size() - MOST_SHOWN) + " more";
  }

  /** Levenshtein distance. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
