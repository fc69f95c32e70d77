package io.pawstream.runtime.engine.internal;

import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that owns one {@link LaneWork} from its making to its close and feeds it from the
 * queue.
 *
 * @param <P> the engine's program
 */
public final class Lane<P> {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final MicroBatchQueue<P> queue;
  private final Function<P, String> digest;
  private final Thread thread;
  private final CompletableFuture<LaneWork<P>> work = new CompletableFuture<>();

  /** What is to be done between micro-batches, by this thread. */
  private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();

  /** Guards {@link #running} together with the work's stop flag. */
  private final Object stopLock = new Object();

  private @Nullable MicroBatch<P> running;
  private volatile boolean closing;

  /**
   * Starts the lane.
   *
   * @param name of the thread, as it stands in a thread dump
   * @param makeWork called on the lane's thread; see {@link #started}
   */
  public Lane(
      String name,
      MicroBatchQueue<P> queue,
      Function<P, String> digest,
      Supplier<LaneWork<P>> makeWork) {
    this.queue = queue;
    this.digest = digest;
    this.thread = new EngineThread(name, () -> live(makeWork));
    thread.start();
  }

  /** Completes when the work is made, exceptionally where that failed. */
  public CompletableFuture<?> started() {
    return work;
  }

  private void live(Supplier<LaneWork<P>> makeWork) {
    LaneWork<P> made;
    try {
      made = makeWork.get();
    } catch (Throwable e) {
      work.completeExceptionally(e);
      return;
    }
    work.complete(made);
    try {
      loop(made);
    } catch (Throwable e) {
      // an Error outside a micro-batch, such as want of memory: nobody would serve what waits
      Failure failure =
          new Failure(FailureReason.ENGINE, "the engine must be opened again, it ended: " + e, "");
      queue.close().forEach(input -> input.complete(failure));
      LOG.error("a lane ended", e);
    } finally {
      runOrders();
      made.close();
    }
  }

  private void loop(LaneWork<P> made) {
    ProgramQueue<P> last = null;
    int row = 0;
    while (!closing) {
      runOrders();
      MicroBatchQueue.Taken<P> taken;
      try {
        taken = queue.take(last, row, () -> closing || !orders.isEmpty());
      } catch (InterruptedException e) {
        // nobody but a stranger interrupts a lane; its life ends with close()
        LOG.debug("lane interrupted", e);
        continue;
      }
      if (taken == null) {
        if (queue.isClosed()) {
          return;
        }
        continue;
      }
      // an interrupt that came together with the work is a stranger's too
      Thread.interrupted();
      row = taken.queue().equals(last) ? row + 1 : 1;
      last = taken.queue();
      run(made, taken.batch());
      queue.completed(taken.queue(), taken.batch());
    }
  }

  private void run(LaneWork<P> made, MicroBatch<P> batch) {
    batch.whenAbandoned(() -> abandon(made, batch));
    synchronized (stopLock) {
      running = batch;
    }
    try {
      made.run(batch);
      finish(batch, FailureReason.CLOSED, "the engine was closed before an answer was there");
    } catch (Throwable e) {
      finish(
          batch, FailureReason.ENGINE, "the engine failed on the micro-batch: " + e.getMessage());
      LOG.warn("a micro-batch of {} inputs failed", batch.size(), e);
    } finally {
      synchronized (stopLock) {
        running = null;
      }
    }
  }

  /** Completes what the work left open. */
  private void finish(MicroBatch<P> batch, FailureReason reason, String detail) {
    for (QueuedInput input : batch.inputs()) {
      if (!input.isDone()) {
        input.complete(new Failure(reason, detail, digest.apply(batch.program())));
      }
    }
  }

  /** Nobody waits for the batch any more: no use in going on. */
  private void abandon(LaneWork<P> made, MicroBatch<P> batch) {
    synchronized (stopLock) {
      if (batch.equals(running)) {
        made.abandon();
      }
    }
  }

  /**
   * Lets go of a program; completes when this lane will not touch it again. Not to be called once
   * {@link #close} was.
   */
  public CompletableFuture<Void> forget(P program) {
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(() -> work.join().forget(program), orders::add);
    queue.wake();
    return done;
  }

  private void runOrders() {
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
  }

  /**
   * Stops the running micro-batch, closes the work and waits for the thread; the queue must be
   * closed already. Not to be called on an {@link EngineThread}, which would wait for itself.
   */
  public void close() {
    synchronized (stopLock) {
      closing = true;
      if (work.isDone() && !work.isCompletedExceptionally()) {
        work.join().stop();
      }
    }
    queue.wake();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
