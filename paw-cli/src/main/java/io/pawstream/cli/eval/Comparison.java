package io.pawstream.cli.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Two programs on the same rows: which is right where the other is wrong, and whether that can be
 * chance. Immutable; any thread.
 *
 * @param rows rows in all
 * @param agreed rows where both gave the same answer
 * @param bothRight rows where both are right
 * @param wins rows where only the new program is right
 * @param losses rows where only the old program is right
 * @param pValue probability of a difference at least as large if both were equally good: McNemar's
 *     test, exact and two-sided
 */
public record Comparison(
    long rows, long agreed, long bothRight, List<Pair> wins, List<Pair> losses, double pValue) {
  /** The usual bound below which a difference is taken to be more than chance. */
  public static final double SIGNIFICANT = 0.05;

  /** The normal distribution's quantile of 97.5 %. */
  private static final double Z = 1.959963984540054;

  /**
   * What both said to a row.
   *
   * @param before of the old program
   * @param after of the new program
   */
  public record Pair(JudgedRow before, JudgedRow after) {}

  public Comparison {
    wins = List.copyOf(wins);
    losses = List.copyOf(losses);
  }

  /**
   * Compares.
   *
   * @param before rows of the old program
   * @param after rows of the new program, the same ones in the same order
   * @throws IllegalArgumentException if they are not the same rows
   */
  public static Comparison of(List<JudgedRow> before, List<JudgedRow> after) {
    if (before.size() != after.size()) {
      throw new IllegalArgumentException(
          "the same rows must be compared: before=" + before.size() + ", after=" + after.size());
    }
    long agreed = 0;
    long bothRight = 0;
    List<Pair> wins = new ArrayList<>();
    List<Pair> losses = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      Pair pair = new Pair(before.get(i), after.get(i));
      if (pair.before().number() != pair.after().number()) {
        throw new IllegalArgumentException(
            "the same rows must be compared: before=row "
                + pair.before().number()
                + ", after=row "
                + pair.after().number());
      }
      agreed += Objects.equals(pair.before().answered(), pair.after().answered()) ? 1 : 0;
      bothRight += pair.before().right() && pair.after().right() ? 1 : 0;
      if (pair.before().right() != pair.after().right()) {
        (pair.after().right() ? wins : losses).add(pair);
      }
    }
    return new Comparison(
        before.size(), agreed, bothRight, wins, losses, pValue(wins.size(), losses.size()));
  }

  /** Whether the new program is better by more than chance. */
  public boolean better() {
    return wins.size() > losses.size() && pValue < SIGNIFICANT;
  }

  /** Whether the new program is worse by more than chance. */
  public boolean worse() {
    return wins.size() < losses.size() && pValue < SIGNIFICANT;
  }

  /** How much more of the rows the new program has right, -1 to 1. */
  public double difference() {
    return (double) (wins.size() - losses.size()) / rows;
  }

  /** Half the width of the 95 % interval of {@link #difference()}, by the normal distribution. */
  public double differenceError() {
    double n = rows;
    double changed = wins.size() + losses.size();
    double net = wins.size() - losses.size();
    return Z * Math.sqrt(Math.max(0, changed - net * net / n)) / n;
  }

  /**
   * Two-sided exact p-value that of {@code wins + losses} fair coins so unequal numbers fall on
   * either side.
   */
  static double pValue(int wins, int losses) {
    int n = wins + losses;
    int fewer = Math.min(wins, losses);
    // in logarithms: 2^-n underflows for a thousand differences
    double logTerm = -n * Math.log(2);
    double sum = Math.exp(logTerm);
    for (int k = 1; k <= fewer; k++) {
      logTerm += Math.log((double) (n - k + 1) / k);
      sum += Math.exp(logTerm);
    }
    return Math.min(1, 2 * sum);
  }
}
