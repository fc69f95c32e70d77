package io.pawstream.eval;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is gained by leaving out answers of low confidence: for every threshold that makes a
 * difference, the share of rows that keep their answer and how many of those are right. Thresholds
 * are multiples of {@value #STEP}. Immutable; any thread.
 */
public final class Coverage {
  /** What thresholds are rounded down to, so that memory does not grow with the rows. */
  public static final double STEP = 1e-6;

  private static final int STEPS = 1_000_000;

  private final int[] steps;
  private final int[] kept;
  private final int[] right;
  private final long rows;

  private Coverage(int[] steps, int[] kept, int[] right, long rows) {
    this.steps = steps;
    this.kept = kept;
    this.right = right;
    this.rows = rows;
  }

  /**
   * The answers with at least this confidence.
   *
   * @param threshold the least confidence that counts
   * @param coverage share of all rows that have such an answer
   * @param accuracy share of these answers that are right
   */
  public record Point(double threshold, double coverage, double accuracy) {}

  /** Counts rows. One thread. */
  public static final class Tally {
    private final int[] answers = new int[STEPS + 1];
    private final int[] right = new int[STEPS + 1];
    private long rows;

    /** Counts a row; a failure never has an answer. */
    public void add(JudgedRow row) {
      rows++;
      if (row.answered() != null) {
        int step = step(row.confidence());
        answers[step]++;
        right[step] += row.right() ? 1 : 0;
      }
    }

    /** The highest step that the confidence reaches, whatever is lost in rounding. */
    private static int step(double confidence) {
      int step = (int) (confidence / STEP);
      while (step > 0 && threshold(step) > confidence) {
        step--;
      }
      while (step < STEPS && threshold(step + 1) <= confidence) {
        step++;
      }
      return step;
    }

    /** What was counted. */
    public Coverage result() {
      int points = 0;
      for (int count : answers) {
        points += count > 0 ? 1 : 0;
      }
      int[] steps = new int[points];
      int[] kept = new int[points];
      int[] keptRight = new int[points];
      int next = 0;
      for (int step = STEPS; step >= 0; step--) {
        if (answers[step] > 0) {
          steps[next] = step;
          kept[next] = answers[step] + (next == 0 ? 0 : kept[next - 1]);
          keptRight[next] = right[step] + (next == 0 ? 0 : keptRight[next - 1]);
          next++;
        }
      }
      return new Coverage(steps, kept, keptRight, rows);
    }
  }

  private static double threshold(int step) {
    return (double) step / STEPS;
  }

  /** From the highest threshold to the lowest; each is made when it is asked for. */
  public List<Point> points() {
    return new AbstractList<>() {
      @Override
      public Point get(int i) {
        return new Point(threshold(steps[i]), (double) kept[i] / rows, (double) right[i] / kept[i]);
      }

      @Override
      public int size() {
        return steps.length;
      }
    };
  }

  /** The point that keeps most rows of those with at least this accuracy. */
  public Optional<Point> widest(double accuracy) {
    return points().stream()
        .filter(point -> point.accuracy() >= accuracy)
        .max(Comparator.comparingDouble(Point::coverage));
  }

  /** At most this many points, the first and the last among them, evenly chosen. */
  public List<Point> sampled(int most) {
    List<Point> points = points();
    if (points.size() <= most) {
      return points;
    }
    List<Point> few = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      few.add(points.get((int) Math.round((double) i * (points.size() - 1) / (most - 1))));
    }
    return few;
  }
}
