package io.pawstream.flink.sql.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.util.FlinkRuntimeException;

/** How synchronous functions wait. Stateless; any thread. */
@Internal
public final class Waiting {
  private Waiting() {}

  /**
   * What the future gives, or throws.
   *
   * @throws FlinkRuntimeException if the thread is interrupted, as Flink does with a task that is
   *     cancelled
   */
  public static <T> T until(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FlinkRuntimeException("The task was interrupted before an answer was there", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new FlinkRuntimeException(e.getCause());
    }
  }
}
