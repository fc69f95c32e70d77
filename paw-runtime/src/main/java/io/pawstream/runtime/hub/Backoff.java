package io.pawstream.runtime.hub;

import java.time.Duration;

/**
 * How often and after what pauses a failed call is tried again. Pauses double from {@code first} to
 * {@code most}; what the server asks for with {@code Retry-After} counts where it is longer.
 * Immutable; any thread.
 *
 * @param retries how often, after the first time; 0 for never
 * @param first the first pause
 * @param most the longest pause, and the longest {@code Retry-After} that is waited for
 */
public record Backoff(int retries, Duration first, Duration most) {
  public static final Backoff DEFAULT =
      new Backoff(4, Duration.ofSeconds(1), Duration.ofSeconds(60));

  /** No second try. */
  public static final Backoff NEVER = new Backoff(0, Duration.ZERO, Duration.ZERO);

  public Backoff {
    if (retries < 0 || first.isNegative() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "retries must be at least 0 and pauses grow: retries=%d, first=%s, most=%s"
              .formatted(retries, first, most));
    }
  }

  /** The pause before retry {@code number}, which counts from 0. */
  public Duration pause(int number) {
    Duration doubled = first.multipliedBy(1L << Math.min(number, 20));
    return doubled.compareTo(most) < 0 ? doubled : most;
  }
}
