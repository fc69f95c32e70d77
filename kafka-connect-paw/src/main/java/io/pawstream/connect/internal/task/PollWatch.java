package io.pawstream.connect.internal.task;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sees it coming that a sink's poll takes longer than its consumer may stay away: Kafka then gives
 * the partitions to another task, which starts anew with the same records, and so on without end
 * and without an error. One thread.
 */
final class PollWatch {
  /** Records before the first word, so that a slow start says nothing. */
  private static final int FIRST = 20;

  /** What the newest record weighs in the mean. */
  private static final double WEIGHT = 0.05;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Between two warnings. */
  private static final long QUIET_NANOS = Duration.ofMinutes(10).toNanos();

  private final int pollRecords;
  private final Duration pollInterval;
  private long records;
  private double meanNanos;
  private long quietUntil;

  PollWatch(int pollRecords, Duration pollInterval) {
    this.pollRecords = pollRecords;
    this.pollInterval = pollInterval;
  }

  /**
   * A record took {@code nanos}.
   *
   * @param now of {@link System#nanoTime()}
   * @return a warning, where there is one to give
   */
  @Nullable String took(long nanos, long now) {
    if (records++ == 0) {
      // it waited for the programs' prefixes
      return null;
    }
    meanNanos += (nanos - meanNanos) * Math.max(WEIGHT, 1.0 / (records - 1));
    double pollNanos = meanNanos * pollRecords;
    boolean late = pollNanos > pollInterval.toNanos();
    if (!late || records < FIRST || (quietUntil != 0 && now - quietUntil < 0)) {
      return null;
    }
    quietUntil = now + QUIET_NANOS;
    long fits = Math.max(1, (long) (pollInterval.toNanos() / 2.0 / meanNanos));
    return "a poll must end before its consumer is taken for dead: mean time of a record="
        + Math.round(meanNanos / NANOS_PER_MILLI)
        + " ms, max.poll.records="
        + pollRecords
        + ", one poll="
        + Math.round(pollNanos / NANOS_PER_MILLI)
        + " ms, max.poll.interval.ms="
        + pollInterval.toMillis()
        + "; set consumer.override.max.poll.records to "
        + fits
        + " or less, and the transform's max.poll.records to the same";
  }
}
