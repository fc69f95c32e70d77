package io.pawstream.compiler.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The merges of a byte-pair vocabulary. Any thread.
 *
 * <p>Of all neighbours that may be merged, those of the lowest rank are, the leftmost first, until
 * none are left.
 */
final class BytePairs {
  private record Pair(String left, String right) {}

  /** A possible merge of the pieces at two places, of so many characters together. */
  private record Merge(int rank, int left, int right, int length) implements Comparable<Merge> {
    @Override
    public int compareTo(Merge other) {
      return rank != other.rank
          ? Integer.compare(rank, other.rank)
          : Integer.compare(left, other.left);
    }
  }

  private final Map<Pair, Integer> ranks = new HashMap<>();

  /**
   * @param merges {@code left right}, by rank; the space that parts them is the first behind the
   *     first character
   */
  BytePairs(List<String> merges) {
    for (int i = 0; i < merges.size(); i++) {
      String merge = merges.get(i);
      int space = merge.indexOf(' ', 1);
      if (space > 0) {
        ranks.putIfAbsent(new Pair(merge.substring(0, space), merge.substring(space + 1)), i);
      }
    }
  }

  /** The pieces that are left of a word. */
  List<String> pieces(String word) {
    int count = word.length();
    String[] piece = new String[count];
    int[] next = new int[count];
    int[] previous = new int[count];
    PriorityQueue<Merge> merges = new PriorityQueue<>();
    for (int i = 0; i < count; i++) {
      piece[i] = word.substring(i, i + 1);
      next[i] = i + 1;
      previous[i] = i - 1;
    }
    for (int i = 0; i + 1 < count; i++) {
      offer(merges, piece, i, i + 1);
    }
    for (Merge merge = merges.poll(); merge != null; merge = merges.poll()) {
      int left = merge.left();
      int right = merge.right();
      // what was merged meanwhile is empty, or longer
      if (piece[left].isEmpty()
          || piece[right].isEmpty()
          || piece[left].length() + piece[right].length() != merge.length()) {
        continue;
      }
      piece[left] += piece[right];
      piece[right] = "";
      next[left] = next[right];
      if (next[left] < count) {
        previous[next[left]] = left;
        offer(merges, piece, left, next[left]);
      }
      if (previous[left] >= 0) {
        offer(merges, piece, previous[left], left);
      }
    }
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < count; i = next[i]) {
      pieces.add(piece[i]);
    }
    return pieces;
  }

  private void offer(PriorityQueue<Merge> merges, String[] piece, int left, int right) {
    Integer rank = ranks.get(new Pair(piece[left], piece[right]));
    if (rank != null) {
      merges.add(new Merge(rank, left, right, piece[left].length() + piece[right].length()));
    }
  }
}
