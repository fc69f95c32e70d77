package io.pawstream.transformer.math;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that share the work of a pass; the calling thread is one of them. One caller at a
 * time, and no call from inside a task.
 *
 * <p>What a task computes must not depend on which worker runs it, so that results are the same for
 * the same number of threads.
 *
 * <p>A pass is hundreds of short jobs with a barrier after each. So whoever waits first looks again
 * and again for a moment, and is parked only then: waking a parked thread takes longer than many of
 * the jobs.
 */
public final class Workers implements AutoCloseable {
  /** OpenBLAS computes rows in groups of this size on most processors with AVX2. */
  private static final int ROW_GROUP = 12;

  /** How long one looks before it is parked: a few times what parking and waking takes. */
  private static final long SPIN_NANOS = 100_000;

  /** Looks between two looks at the clock. */
  private static final int LOOKS = 64;

  private final int threads;
  private final List<Helper> helpers = new ArrayList<>();
  private volatile @Nullable Job job;
  private volatile boolean closed;

  /** Jobs so far; the caller's. */
  private long jobs;

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
    blocks(count, panel, task);
  }

  /** As {@link #rows}, in blocks of this many rows. */
  public void blocks(int count, int rows, RowTask task) {
    tasks(
        (count + rows - 1) / rows,
        (worker, i) -> task.run(worker, i * rows, Math.min(count, (i + 1) * rows)));
  }

  /**
   * Runs pieces 0 to {@code count} and returns when all are done; what the first failing piece
   * throws, it throws.
   */
  public void tasks(int count, Task task) {
    if (threads == 1 || count <= 1) {
      for (int i = 0; i < count; i++) {
        task.run(0, i);
      }
      return;
    }
    if (closed) {
      throw new IllegalStateException("workers must be open to work");
    }
    while (helpers.size() < threads - 1) {
      Helper helper = new Helper(helpers.size() + 1);
      helpers.add(helper);
      helper.start();
    }
    Job mine = new Job(++jobs, count, task, Thread.currentThread());
    job = mine;
    helpers.forEach(Helper::wake);
    mine.drain(0);
    mine.await();
    job = null;
    Throwable failure = mine.failure.get();
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Lets the threads go. Not while they work. Idempotent. */
  @Override
  public void close() {
    closed = true;
    helpers.forEach(LockSupport::unpark);
  }

  /** Pieces of work that are shared out. */
  private static final class Job {
    private final long number;
    private final int count;
    private final Task task;
    private final Thread caller;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger left;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean callerParks;

    Job(long number, int count, Task task, Thread caller) {
      this.number = number;
      this.count = count;
      this.task = task;
      this.caller = caller;
      this.left = new AtomicInteger(count);
    }

    void drain(int worker) {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.run(worker, i);
          }
        } catch (Throwable e) {
          failure.compareAndSet(null, e);
        }
        if (left.decrementAndGet() == 0 && callerParks) {
          LockSupport.unpark(caller);
        }
      }
    }

    /** Waits for all, even when interrupted: they write to memory of the caller. */
    void await() {
      if (spin()) {
        return;
      }
      callerParks = true;
      boolean interrupted = false;
      while (left.get() > 0) {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private boolean spin() {
      long end = System.nanoTime() + SPIN_NANOS;
      do {
        for (int i = 0; i < LOOKS; i++) {
          if (left.get() == 0) {
            return true;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() < end);
      return false;
    }
  }

  /** A thread that takes part in every job. */
  private final class Helper extends Thread {
    private final int worker;
    private volatile boolean parks;

    Helper(int worker) {
      super(null, null, "paw-transformer-" + worker, 0, false);
      this.worker = worker;
      setDaemon(true);
      setContextClassLoader(Workers.class.getClassLoader());
    }

    void wake() {
      if (parks) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      // its number alone: the job itself holds on to what it computes with
      long last = 0;
      while (!closed) {
        Job mine = look(last);
        if (mine != null) {
          mine.drain(worker);
          last = mine.number;
        }
      }
    }

    /** The next job, or null where there is none after a while. */
    private @Nullable Job look(long last) {
      long end = System.nanoTime() + SPIN_NANOS;
      do {
        for (int i = 0; i < LOOKS; i++) {
          Job mine = job;
          if (mine != null && mine.number != last) {
            return mine;
          }
          Thread.onSpinWait();
        }
      } while (System.nanoTime() < end);
      parks = true;
      Job mine = job;
      if ((mine == null || mine.number == last) && !closed) {
        LockSupport.park(this);
      }
      parks = false;
      return null;
    }
  }
}
