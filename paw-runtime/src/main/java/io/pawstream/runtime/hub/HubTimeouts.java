package io.pawstream.runtime.hub;

import java.time.Duration;

/**
 * How long calls may take. Immutable; any thread.
 *
 * <p>The defaults are those of the PAW SDK, except for compile: the hub's gateway gives up after
 * about 120 s, and its answer is to arrive first.
 *
 * @param connect until a connection stands
 * @param call a whole call that only looks something up
 * @param infer a whole hosted inference
 * @param compile a whole compilation
 * @param stall a download may bring less than 1 kB per second for so long
 */
public record HubTimeouts(
    Duration connect, Duration call, Duration infer, Duration compile, Duration stall) {
  public static final HubTimeouts DEFAULT =
      new HubTimeouts(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(150),
          Duration.ofSeconds(30));

  public HubTimeouts {
    for (Duration timeout : new Duration[] {connect, call, infer, compile, stall}) {
      if (timeout.isNegative() || timeout.isZero()) {
        throw new IllegalArgumentException("a time-out must be positive: timeout=" + timeout);
      }
    }
  }

  /** All of them the same. */
  public static HubTimeouts all(Duration timeout) {
    return new HubTimeouts(timeout, timeout, timeout, timeout, timeout);
  }
}
