package io.pawstream.cli.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is gained by leaving out answers of low confidence: for every threshold that makes a
 * difference, the share of rows that keep their answer and how many of those are right. Immutable;
 * any thread.
 *
 * @param points from the highest threshold to the lowest
 */
public record Coverage(List<Point> points) {

  /**
   * The answers with at least this confidence.
   *
   * @param threshold the least confidence that counts
   * @param coverage share of all rows that have such an answer
   * @param accuracy share of these answers that are right
   */
  public record Point(double threshold, double coverage, double accuracy) {}

  public Coverage {
    points = List.copyOf(points);
  }

  /** Of {@code rows}; failures never have an answer. */
  public static Coverage of(List<JudgedRow> rows) {
    List<JudgedRow> sure =
        rows.stream()
            .filter(row -> row.answered() != null)
            .sorted(Comparator.comparingDouble(JudgedRow::confidence).reversed())
            .toList();
    List<Point> points = new ArrayList<>();
    long right = 0;
    for (int i = 0; i < sure.size(); i++) {
      right += sure.get(i).right() ? 1 : 0;
      boolean last = i + 1 == sure.size();
      if (last || sure.get(i + 1).confidence() < sure.get(i).confidence()) {
        points.add(
            new Point(sure.get(i).confidence(), (i + 1.0) / rows.size(), (double) right / (i + 1)));
      }
    }
    return new Coverage(points);
  }

  /** The point that keeps most rows of those with at least this accuracy. */
  public Optional<Point> widest(double accuracy) {
    return points.stream()
        .filter(point -> point.accuracy() >= accuracy)
        .max(Comparator.comparingDouble(Point::coverage));
  }

  /** The point of the lowest threshold that is at least {@code threshold}, if there is one. */
  public Optional<Point> at(double threshold) {
    return points.stream()
        .filter(point -> point.threshold() >= threshold)
        .min(Comparator.comparingDouble(Point::threshold));
  }

  /** At most this many points, the first and the last among them, evenly chosen. */
  public List<Point> sampled(int most) {
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
