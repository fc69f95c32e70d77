package io.pawstream.benchmarks.internal.measure;

import io.pawstream.benchmarks.internal.report.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures several things in turns, A B C A B C, so that whatever else the machine does meets all
 * of them alike. Each is warmed up first, which also tells how much of it fits the time. One
 * thread.
 */
public final class Rounds {
  /** Shortest warm-up unless a measurement is shorter, for the just-in-time compiler. */
  private static final double WARM_SECONDS = 1;

  private final int rounds;
  private final double seconds;
  private final int mostAmount;
  private final Consumer<String> progress;

  /**
   * @param rounds how often each is measured
   * @param seconds about how long one measurement takes
   * @param mostAmount most records of one measurement
   * @param progress is told what goes on
   */
  public Rounds(int rounds, double seconds, int mostAmount, Consumer<String> progress) {
    this.rounds = rounds;
    this.seconds = seconds;
    this.mostAmount = mostAmount;
    this.progress = progress;
  }

  /** One thing, how much of it is done per round, and what came out so far. */
  private record Series(Measured of, int amount, List<Double> values, List<Double> cpuMillis) {
    Result result() {
      return new Result(of.key(), of.label(), of.unit(), amount, values, cpuMillis);
    }
  }

  /** Measures all; results are in the order of the list. */
  public List<Result> measure(List<Measured> all) throws Exception {
    Map<String, Integer> amounts = new HashMap<>();
    List<Series> series = new ArrayList<>();
    for (Measured one : all) {
      progress.accept("warming up: " + one.label());
      int amount = warmUp(one, amounts);
      amounts.put(one.key(), amount);
      series.add(new Series(one, amount, new ArrayList<>(), new ArrayList<>()));
    }
    for (int round = 1; round <= rounds; round++) {
      for (Series one : series) {
        Round took = one.of().run(one.amount());
        double value = value(one.of(), one.amount(), took);
        one.values().add(value);
        one.cpuMillis().add(took.cpuNanos() / 1e6 / one.amount());
        progress.accept(
            "round %d of %d: %s, %.1f %s"
                .formatted(round, rounds, one.of().label(), value, one.of().unit().text()));
      }
    }
    return series.stream().map(Series::result).toList();
  }

  /** Warms up and says how much to do per round. */
  private int warmUp(Measured one, Map<String, Integer> amounts) throws Exception {
    if (one.fixedAmount() > 0) {
      one.run(one.fixedAmount());
      return one.fixedAmount();
    }
    Integer same = one.amountOf() == null ? null : amounts.get(one.amountOf());
    if (same != null) {
      one.run(same);
      return same;
    }
    int grain = one.grain();
    int most = Math.max(grain, mostAmount / grain * grain);
    int amount = grain;
    double warm = 0;
    while (true) {
      double took = seconds(one, one.run(amount));
      warm += took;
      if (warm >= Math.min(WARM_SECONDS, seconds) || amount == most) {
        double fits = Math.ceil(seconds / took * amount / grain) * grain;
        return (int) Math.max(grain, Math.min(fits, most));
      }
      amount = Math.min(most, amount * 4);
    }
  }

  /** The time that counts for it; a busy machine must not leave it with too little work. */
  private static double seconds(Measured one, Round took) {
    return switch (one.unit()) {
      case TOKENS_PER_CPU_SECOND, GFLOP_PER_CPU_SECOND -> Math.max(1, took.cpuNanos()) / 1e9;
      default -> took.nanos() / 1e9;
    };
  }

  private static double value(Measured one, int amount, Round took) {
    return switch (one.unit()) {
      case RECORDS_PER_SECOND, TOKENS_PER_SECOND -> amount * one.size() / (took.nanos() / 1e9);
      case TOKENS_PER_CPU_SECOND, GFLOP_PER_CPU_SECOND ->
          amount * one.size() / (took.cpuNanos() / 1e9);
      case MILLISECONDS -> took.nanos() / 1e6 / amount;
      case NANOSECONDS -> (double) took.nanos() / amount;
      case PERCENT_OF_PEAK ->
          throw new IllegalArgumentException("a share follows from others: key=" + one.key());
    };
  }
}
