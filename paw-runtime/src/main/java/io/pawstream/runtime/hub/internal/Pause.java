package io.pawstream.runtime.hub.internal;

import java.time.Duration;

/** How a thread waits between two tries. */
@FunctionalInterface
public interface Pause {
  /** Sleeps. */
  Pause SLEEP = duration -> Thread.sleep(duration.toMillis());

  void pause(Duration duration) throws InterruptedException;
}
