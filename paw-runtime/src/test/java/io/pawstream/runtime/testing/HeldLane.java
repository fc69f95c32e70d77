package io.pawstream.runtime.testing;

import io.pawstream.runtime.PawProgram;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * An engine's only lane, kept busy until this is closed: what depends on an outcome runs on the
 * lane's thread. What is submitted meanwhile waits, in a known order.
 */
public final class HeldLane implements AutoCloseable {
  private final CountDownLatch go = new CountDownLatch(1);

  public HeldLane(PawProgram program) throws InterruptedException {
    Thread self = Thread.currentThread();
    for (int i = 0; ; i++) {
      CompletableFuture<Boolean> held = new CompletableFuture<>();
      program
          .serve("hold the lane, attempt " + i)
          .thenRun(
              () -> {
                // an outcome that is there already runs its dependents right here
                held.complete(!Thread.currentThread().equals(self));
                if (held.join()) {
                  try {
                    go.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                }
              });
      if (held.join()) {
        return;
      }
    }
  }

  @Override
  public void close() {
    go.countDown();
  }
}
