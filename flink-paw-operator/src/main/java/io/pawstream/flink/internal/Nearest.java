package io.pawstream.flink.internal;

import java.util.Collection;
import org.apache.flink.annotation.Internal;

/** Finds what somebody may have meant. Stateless; any thread. */
@Internal
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate that takes the fewest edits to reach; the first of several.
   *
   * @param candidates at least one
   */
  public static String of(String written, Collection<String> candidates) {
    String best = "";
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int edits = edits(written, candidate);
      if (edits < least) {
        least = edits;
        best = candidate;
      }
    }
    return best;
  }

  /** Levenshtein distance. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j - 1], diagonal) + 1);
      }
    }
    return row[b.length()];
  }
}
