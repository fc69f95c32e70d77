package io.pawstream.flink.sql.internal;

import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.jspecify.annotations.Nullable;

/** Deadlines for Flink's timeouts, which fail the job. Stateless; any thread. */
@Internal
public final class Timeouts {
  private static final Duration MOST = Duration.ofSeconds(10);

  private Timeouts() {}

  /**
   * Early enough for an outcome to arrive before Flink's alarm: a fifth earlier, 10 s at most; null
   * where there is no alarm.
   */
  public static @Nullable Duration before(Duration timeout) {
    if (timeout.toMillis() <= 0) {
      return null;
    }
    Duration fifth = timeout.dividedBy(5);
    return timeout.minus(fifth.compareTo(MOST) < 0 ? fifth : MOST);
  }
}
