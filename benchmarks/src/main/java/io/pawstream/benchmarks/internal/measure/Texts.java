package io.pawstream.benchmarks.internal.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts of records, without end, in an order in which every stretch has the mean length of all: so
 * that a way that is given fewer of them is given no easier ones. Immutable; any thread.
 */
public final class Texts {
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final List<String> texts;

  /**
   * @param texts in any order, at least one
   */
  public Texts(List<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("there must be texts to measure with: texts=0");
    }
    List<String> byLength = new ArrayList<>(texts);
    byLength.sort(Comparator.comparingInt(String::length).thenComparing(t -> t));
    // 0.5 plus multiples of the golden ratio: evenly spread over (0, 1) however many are taken
    List<Integer> places =
        IntStream.range(0, byLength.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> (0.5 + i * GOLDEN) % 1))
            .toList();
    String[] spread = new String[byLength.size()];
    for (int rank = 0; rank < spread.length; rank++) {
      spread[places.get(rank)] = byLength.get(rank);
    }
    this.texts = List.of(spread);
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
