package io.pawstream.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which label was answered where which was right. Immutable; any thread.
 *
 * @param labels the label set, in order
 * @param counts {@code counts.get(i).get(j)}: rows with right answer {@code i} that were answered
 *     {@code j}. After the labels comes one more of each: rows whose right answer is not in the
 *     set, and rows without an answer of the set
 */
public record Confusion(List<String> labels, List<List<Long>> counts) {
  public Confusion {
    labels = List.copyOf(labels);
    counts = counts.stream().map(List::copyOf).toList();
  }

  /** Counts rows. One thread. */
  public static final class Tally {
    private final List<String> labels;
    private final Map<String, Integer> index = new HashMap<>();
    private final long[][] counts;

    /** Nothing yet, of these labels. */
    public Tally(List<String> labels) {
      this.labels = List.copyOf(labels);
      for (int i = 0; i < labels.size(); i++) {
        index.put(labels.get(i), i);
      }
      counts = new long[labels.size() + 1][labels.size() + 1];
    }

    /** Counts a row. */
    public void add(JudgedRow row) {
      int none = labels.size();
      String answered = row.answered();
      counts[index.getOrDefault(row.expected(), none)][
          answered == null ? none : index.getOrDefault(answered, none)]++;
    }

    /** What was counted. */
    public Confusion result() {
      return new Confusion(
          labels, Arrays.stream(counts).map(row -> Arrays.stream(row).boxed().toList()).toList());
    }
  }

  /** Rows with right answer {@code expected} that were answered {@code answered}, by index. */
  public long count(int expected, int answered) {
    return counts.get(expected).get(answered);
  }

  /** Rows whose right answer is not in the set. */
  public long outside() {
    return counts.get(labels.size()).stream().mapToLong(Long::longValue).sum();
  }

  /** Rows without an answer of the set. */
  public long unanswered() {
    return counts.stream().mapToLong(row -> row.get(labels.size())).sum();
  }

  /** One per label, in order. */
  public List<LabelQuality> qualities() {
    LabelQuality[] all = new LabelQuality[labels.size()];
    for (int i = 0; i < all.length; i++) {
      int label = i;
      all[i] =
          new LabelQuality(
              labels.get(i),
              counts.get(i).stream().mapToLong(Long::longValue).sum(),
              counts.stream().mapToLong(row -> row.get(label)).sum(),
              count(i, i));
    }
    return List.of(all);
  }
}
