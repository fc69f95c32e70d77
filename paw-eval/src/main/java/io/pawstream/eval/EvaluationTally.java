package io.pawstream.eval;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes in rows one after the other and keeps counts and a few of them, so that memory does not
 * grow with the rows. One thread.
 */
public final class EvaluationTally {
  private static final Comparator<JudgedRow> BY_CONFIDENCE =
      Comparator.comparingDouble(JudgedRow::confidence);

  private final Confusion.@Nullable Tally confusion;
  private final Reliability.Tally reliability = new Reliability.Tally();
  private final Coverage.Tally coverage = new Coverage.Tally();
  private final FirstRows slowest;
  private final FirstRows leastCertain;
  private final FirstRows mostCertainWrong;
  private long rows;
  private long right;
  private long failures;

  /**
   * Nothing yet.
   *
   * @param labels the label set in order; empty for free text
   * @param listed how many rows there may be in each of the lists
   */
  public EvaluationTally(List<String> labels, int listed) {
    confusion = labels.isEmpty() ? null : new Confusion.Tally(labels);
    slowest = new FirstRows(Comparator.comparingLong(JudgedRow::nanos).reversed(), listed);
    leastCertain = new FirstRows(BY_CONFIDENCE, listed);
    mostCertainWrong = new FirstRows(BY_CONFIDENCE.reversed(), listed);
  }

  /** Takes in a row. */
  public void add(JudgedRow row) {
    rows++;
    right += row.right() ? 1 : 0;
    if (confusion != null) {
      confusion.add(row);
    }
    reliability.add(row);
    coverage.add(row);
    slowest.add(row);
    if (row.answered() == null) {
      failures++;
      return;
    }
    leastCertain.add(row);
    if (!row.right()) {
      mostCertainWrong.add(row);
    }
  }

  /** Rows so far. */
  public long rows() {
    return rows;
  }

  /** Whether one of the lists would hold the row of this number, as it is now. */
  public boolean lists(long number) {
    return slowest.holds(number) || leastCertain.holds(number) || mostCertainWrong.holds(number);
  }

  /** What came of the rows. */
  public Evaluation result() {
    return new Evaluation(
        new Share(right, rows),
        failures,
        confusion == null ? null : confusion.result(),
        reliability.result(),
        coverage.result(),
        slowest.inOrder(),
        leastCertain.inOrder(),
        mostCertainWrong.inOrder());
  }
}
