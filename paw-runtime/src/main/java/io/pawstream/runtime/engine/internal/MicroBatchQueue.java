package io.pawstream.runtime.engine.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waiting inputs, grouped by program, and how lanes take them. Any thread.
 *
 * <p>Group commit: an idle lane takes what is waiting the moment it is idle, so a quiet stream has
 * the latency of one input and a busy one full micro-batches. It waits longer only for callers that
 * are known to be on their way ({@link ProgramQueue#expect}). Programs take turns; a lane may stay
 * with its program for {@link #STAY} micro-batches, because a switch costs.
 *
 * @param <P> the engine's program
 */
public final class MicroBatchQueue<P> {
  /** Micro-batches in a row that a lane may take of one program while others wait. */
  static final int STAY = 4;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Condition room = lock.newCondition();

  /** Programs with waiting inputs, in the order of their turns. */
  private final ArrayDeque<ProgramQueue<P>> turns = new ArrayDeque<>();

  private final int maxInputs;
  private final int maxTokens;
  private final int maxWaiting;
  private final long lingerNanos;
  private int waiting;
  private boolean closed;

  public MicroBatchQueue(int maxInputs, int maxTokens, int maxWaiting, Duration linger) {
    this.maxInputs = maxInputs;
    this.maxTokens = maxTokens;
    this.maxWaiting = maxWaiting;
    this.lingerNanos = linger.toNanos();
  }

  /** Blocks until fewer inputs wait than the bound, or the queue is closed. */
  public void awaitRoom() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting >= maxWaiting && !closed) {
        room.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Adds an input; never blocks. False if the queue is closed, or the program's. */
  public boolean add(ProgramQueue<P> program, QueuedInput input) {
    lock.lock();
    try {
      if (closed || program.isClosed()) {
        return false;
      }
      if (program.isEmpty()) {
        turns.add(program);
      }
      program.add(input);
      waiting++;
      arrived.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the micro-batch's outcomes are out, so that its callers can be expected back. */
  void completed(ProgramQueue<P> program, MicroBatch<P> batch) {
    Set<Thread> callers = new HashSet<>();
    for (QueuedInput input : batch.inputs()) {
      Thread caller = input.caller();
      if (caller != null) {
        callers.add(caller);
      }
    }
    if (callers.size() > 1 && lingerNanos > 0) {
      lock.lock();
      try {
        program.expect(callers, System.nanoTime() + lingerNanos);
      } finally {
        lock.unlock();
      }
    }
  }

  /** What {@link #take} gave: a micro-batch and the queue it came from. */
  public record Taken<P>(ProgramQueue<P> queue, MicroBatch<P> batch) {}

  /**
   * Blocks until there is work for a lane.
   *
   * @param last the program of the lane's last micro-batches
   * @param row how many of them there were in a row
   * @param interrupted looked at whenever the lane wakes: true makes this return null
   * @return null when {@code interrupted}, or when the queue is closed
   */
  public @Nullable Taken<P> take(
      @Nullable ProgramQueue<P> last, int row, BooleanSupplier interrupted)
      throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed && !interrupted.getAsBoolean()) {
        ProgramQueue<P> program = choose(last, row);
        if (program == null) {
          arrived.await();
          continue;
        }
        long linger = program.lingerNanos(maxInputs, System.nanoTime());
        if (linger > 0) {
          arrived.await(linger, TimeUnit.NANOSECONDS);
          continue;
        }
        MicroBatch<P> batch = takeFrom(program);
        if (batch != null) {
          return new Taken<>(program, batch);
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** The program whose turn it is; one that lingers only where no other has work. */
  private @Nullable ProgramQueue<P> choose(@Nullable ProgramQueue<P> last, int row) {
    long now = System.nanoTime();
    if (last != null && row < STAY && !last.isEmpty() && last.lingerNanos(maxInputs, now) <= 0) {
      return last;
    }
    for (ProgramQueue<P> program : turns) {
      if (program.lingerNanos(maxInputs, now) <= 0) {
        return program;
      }
    }
    return turns.peek();
  }

  /** Null where nobody waits for any of the inputs any more. */
  private @Nullable MicroBatch<P> takeFrom(ProgramQueue<P> program) {
    List<QueuedInput> inputs = new ArrayList<>();
    left(program.take(maxInputs, maxTokens, inputs));
    program.expectNobody();
    turns.remove(program);
    if (!program.isEmpty()) {
      turns.add(program);
      arrived.signal();
    }
    return inputs.isEmpty() ? null : new MicroBatch<>(program.program(), inputs);
  }

  private void left(int count) {
    waiting -= count;
    room.signalAll();
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all lanes, to look at {@code interrupted}. */
  void wake() {
    lock.lock();
    try {
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses inputs of a program from now on and gives back what was waiting. */
  public List<QueuedInput> close(ProgramQueue<P> program) {
    lock.lock();
    try {
      turns.remove(program);
      program.close();
      return drained(program);
    } finally {
      lock.unlock();
    }
  }

  private List<QueuedInput> drained(ProgramQueue<P> program) {
    List<QueuedInput> inputs = new ArrayList<>();
    for (QueuedInput input = program.poll(); input != null; input = program.poll()) {
      inputs.add(input);
    }
    left(inputs.size());
    return inputs;
  }

  /** Refuses inputs from now on, wakes everybody and gives back what was waiting. */
  public List<QueuedInput> close() {
    lock.lock();
    try {
      closed = true;
      List<QueuedInput> inputs = new ArrayList<>();
      for (ProgramQueue<P> program : turns) {
        inputs.addAll(drained(program));
      }
      turns.clear();
      arrived.signalAll();
      room.signalAll();
      return inputs;
    } finally {
      lock.unlock();
    }
  }
}
