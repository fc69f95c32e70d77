package io.pawstream.runtime.engine.internal;

import io.pawstream.runtime.answer.Failure;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The clock that ends inputs whose deadline has passed. Any thread. */
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor clock;

  public Deadlines(String name) {
    clock = new ScheduledThreadPoolExecutor(1, task -> new EngineThread(name, task));
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Gives {@code input} this failure unless it is done within {@code nanos}. */
  public void watch(QueuedInput input, long nanos, Failure failure) {
    ScheduledFuture<?> alarm =
        clock.schedule(() -> input.complete(failure), nanos, TimeUnit.NANOSECONDS);
    input.future().whenComplete((served, error) -> alarm.cancel(false));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
