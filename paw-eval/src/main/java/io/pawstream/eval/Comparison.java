package io.pawstream.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Two programs on the same rows: which is right where the other is wrong, and whether that can be
 * chance. Immutable; any thread.
 *
 * @param rows rows in all
 * @param agreed rows where both gave the same answer
 * @param bothRight rows where both are right
 * @param won rows where only the new program is right
 * @param lost rows where only the old program is right
 * @param wins the first of the rows won
 * @param losses the first of the rows lost
 * @param pValue probability of a difference at least as large if both were equally good: McNemar's
 *     test, exact and two-sided
 */
public record Comparison(
    long rows,
    long agreed,
    long bothRight,
    long won,
    long lost,
    List<Pair> wins,
    List<Pair> losses,
    double pValue) {
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

  /** Takes in one row after the other. One thread. */
  public static final class Tally {
    private final int listed;
    private final List<Pair> wins = new ArrayList<>();
    private final List<Pair> losses = new ArrayList<>();
    private long rows;
    private long agreed;
    private long bothRight;
    private long won;
    private long lost;

    /**
     * Nothing yet.
     *
     * @param listed how many rows there may be in each of the lists
     */
    public Tally(int listed) {
      this.listed = listed;
    }

    /**
     * Takes in what both said to a row.
     *
     * @throws IllegalArgumentException if it is not the same row
     */
    public void add(JudgedRow before, JudgedRow after) {
      if (before.number() != after.number()) {
        throw new IllegalArgumentException(
            "the same rows must be compared: before=row "
                + before.number()
                + ", after=row "
                + after.number());
      }
      rows++;
      agreed += Objects.equals(before.answered(), after.answered()) ? 1 : 0;
      bothRight += before.right() && after.right() ? 1 : 0;
      if (before.right() != after.right()) {
        won += after.right() ? 1 : 0;
        lost += after.right() ? 0 : 1;
        List<Pair> list = after.right() ? wins : losses;
        if (list.size() < listed) {
          list.add(new Pair(before, after));
        }
      }
    }

    /** Whether one of the lists holds the row of this number. */
    public boolean lists(long number) {
      return Stream.concat(wins.stream(), losses.stream())
          .anyMatch(pair -> pair.after().number() == number);
    }

    /** What came of the rows. */
    public Comparison result() {
      return new Comparison(
          rows, agreed, bothRight, won, lost, wins, losses, Comparison.pValue(won, lost));
    }
  }

  /** Whether the new program is better by more than chance. */
  public boolean better() {
    return won > lost && pValue < SIGNIFICANT;
  }

  /** Whether the new program is worse by more than chance. */
  public boolean worse() {
    return won < lost && pValue < SIGNIFICANT;
  }

  /** What it says about the new program, in a word: better, worse or no_difference. */
  public String verdict() {
    return better() ? "better" : worse() ? "worse" : "no_difference";
  }

  /** How much more of the rows the new program has right, -1 to 1. */
  public double difference() {
    return (double) (won - lost) / rows;
  }

  /** Half the width of the 95 % interval of {@link #difference()}, by the normal distribution. */
  public double differenceError() {
    double n = rows;
    double changed = won + lost;
    double net = won - lost;
    return Z * Math.sqrt(Math.max(0, changed - net * net / n)) / n;
  }

  /**
   * Two-sided exact p-value that of {@code wins + losses} fair coins so unequal numbers fall on
   * either side.
   */
  static double pValue(long wins, long losses) {
    long n = wins + losses;
    long fewer = Math.min(wins, losses);
    // in logarithms: 2^-n underflows for a thousand differences
    double logTerm = -n * Math.log(2);
    double sum = Math.exp(logTerm);
    for (long k = 1; k <= fewer; k++) {
      logTerm += Math.log((double) (n - k + 1) / k);
      sum += Math.exp(logTerm);
    }
    return Math.min(1, 2 * sum);
  }
}
