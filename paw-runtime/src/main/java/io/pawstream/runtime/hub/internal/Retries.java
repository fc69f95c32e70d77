package io.pawstream.runtime.hub.internal;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Tries again what may succeed later. Any thread. */
public final class Retries {
  private final Pause pause;

  public Retries(Pause pause) {
    this.pause = pause;
  }

  /**
   * The result of the first try that has one.
   *
   * @param waiting is run before each pause
   * @throws HubException the last one, where it is final, there are no more tries, or the server
   *     wants a longer pause than the back-off allows
   */
  public <T> T run(Backoff backoff, Runnable waiting, Supplier<T> attempt) {
    for (int number = 0; ; number++) {
      try {
        return attempt.get();
      } catch (HubException e) {
        Duration asked = e.retryAfter();
        if (!isWorthAnotherTry(e)
            || number >= backoff.retries()
            || (asked != null && asked.compareTo(backoff.most()) > 0)) {
          throw e;
        }
        Duration own = spread(backoff.pause(number));
        waiting.run();
        pause(asked != null && asked.compareTo(own) > 0 ? asked : own);
      }
    }
  }

  private static boolean isWorthAnotherTry(HubException e) {
    return switch (e.kind()) {
      case UNREACHABLE, TIMEOUT, RATE_LIMITED, SERVER -> true;
      default -> false;
    };
  }

  /** Three quarters to all of it, so that many who failed together do not come back together. */
  private static Duration spread(Duration pause) {
    long nanos = pause.toNanos();
    return Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 4 + 1));
  }

  /** Waits. */
  void pause(Duration duration) {
    try {
      pause.pause(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(
          HubException.Kind.INTERRUPTED, "The thread was interrupted between two tries", e);
    }
  }
}
