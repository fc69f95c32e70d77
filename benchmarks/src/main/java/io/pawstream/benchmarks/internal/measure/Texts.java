package io.pawstream.benchmarks.internal.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Texts of records, without end, in an order in which every stretch from the start has about the
 * mean length of all and short ones among long ones: so that a way that is given fewer of them is
 * given no easier ones. Immutable; any thread.
 */
public final class Texts {
  /** More texts than this add nothing to a measurement. */
  private static final int MOST = 4096;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final List<String> texts = new ArrayList<>();

  /**
   * @param texts in any order, at least one; the first 4096 are taken
   */
  public Texts(List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("there must be texts to measure with: texts=0");
    }
    List<String> left = new ArrayList<>(texts.subList(0, Math.min(MOST, texts.size())));
    left.sort(Comparator.comparingInt(String::length).thenComparing(text -> text));
    double mean = left.stream().mapToInt(String::length).average().orElseThrow();
    double length = 0;
    for (int i = 0; !left.isEmpty(); i++) {
      // one from anywhere, evenly: by multiples of the golden ratio; then one that makes up for it
      int next =
          i % 2 == 0
              ? (int) ((0.5 + i / 2 * GOLDEN) % 1 * left.size())
              : nearest(left, mean * (i + 1) - length);
      length += left.get(next).length();
      this.texts.add(left.remove(next));
    }
  }

  private static int nearest(List<String> byLength, double length) {
    int best = 0;
    for (int i = 1; i < byLength.size(); i++) {
      if (Math.abs(byLength.get(i).length() - length)
          < Math.abs(byLength.get(best).length() - length)) {
        best = i;
      }
    }
    return best;
  }

  /** Different texts. */
  public int size() {
    return texts.size();
  }

  /** The text of record {@code i}; they repeat after {@link #size}. */
  public String get(int i) {
    return texts.get(Math.floorMod(i, texts.size()));
  }
}
