package io.pawstream.transformer.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that share the work of a pass; the calling thread is one of them. One caller at a
 * time, and no call from inside a task.
 *
 * <p>What a task computes must not depend on which worker runs it, so that results are the same for
 * the same number of threads.
 */
public final class Workers implements AutoCloseable {
  /** OpenBLAS computes rows in groups of this size on most processors with AVX2. */
  private static final int ROW_GROUP = 12;

  private final int threads;
  private final ExecutorService helpers;

  /**
   * Starts no thread yet.
   *
   * @param threads how many work at once, the caller included; at least 1
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("at least one thread must work: threads=" + threads);
    }
    this.threads = threads;
    AtomicInteger number = new AtomicInteger();
    this.helpers =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> {
              Thread thread = new Thread(task, "paw-transformer-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** How many work at once. */
  public int threads() {
    return threads;
  }

  /** A piece of work. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does it.
     *
     * @param worker which worker runs it, from 0; for memory that workers do not share
     * @param index which piece
     */
    void run(int worker, int index);
  }

  /** The work on some rows. */
  @FunctionalInterface
  public interface RowTask {
    /**
     * Does it.
     *
     * @param worker which worker runs it, from 0
     * @param from first row
     * @param to behind the last row
     */
    void run(int worker, int from, int to);
  }

  /** Splits the rows in [0, count) among the workers and returns when all are done. */
  public void rows(int count, RowTask task) {
    int share = (count + threads - 1) / threads;
    int panel = Math.max(1, (share + ROW_GROUP - 1) / ROW_GROUP) * ROW_GROUP;
    tasks(
        (count + panel - 1) / panel,
        (worker, i) -> task.run(worker, i * panel, Math.min(count, (i + 1) * panel)));
  }

  /**
   * Runs pieces 0 to {@code count} and returns when all are done; what the first failing piece
   * throws, it throws.
   */
  public void tasks(int count, Task task) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int worker = 1; worker < Math.min(threads, count); worker++) {
      int number = worker;
      running.add(helpers.submit(() -> drain(number, count, next, task)));
    }
    try {
      drain(0, count, next, task);
    } finally {
      next.set(count);
      await(running);
    }
  }

  private static void drain(int worker, int count, AtomicInteger next, Task task) {
    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
      task.run(worker, i);
    }
  }

  /** Waits for all, even when interrupted: they write to memory of the caller. */
  private static void await(List<Future<?>> running) {
    boolean interrupted = false;
    Throwable failure = null;
    for (Future<?> future : running) {
      boolean done = false;
      while (!done) {
        try {
          future.get();
          done = true;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException | CancellationException e) {
          failure = e.getCause() == null ? e : e.getCause();
          done = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw new IllegalStateException("a worker failed", failure);
    }
  }

  /** Lets the threads go. */
  @Override
  public void close() {
    helpers.shutdownNow();
  }
}
