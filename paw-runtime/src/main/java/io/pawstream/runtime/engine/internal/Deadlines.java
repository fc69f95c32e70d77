package io.pawstream.runtime.engine.internal;

import io.pawstream.runtime.answer.Failure;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock that ends inputs whose deadline has passed. Any thread. */
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock;

  public Deadlines(String name) {
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              thread.setContextClassLoader(Deadlines.class.getClassLoader());
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Gives {@code input} this failure unless it is done within {@code time}. */
  public void watch(QueuedInput input, Duration time, Failure failure) {
    ScheduledFuture<?> alarm =
        clock.schedule(() -> input.complete(failure), time.toNanos(), TimeUnit.NANOSECONDS);
    input.future().whenComplete((served, error) -> alarm.cancel(false));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
