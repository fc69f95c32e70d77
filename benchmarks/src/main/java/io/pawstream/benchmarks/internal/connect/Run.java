package io.pawstream.benchmarks.internal.connect;

import io.pawstream.benchmarks.internal.measure.Round;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One measurement, shared with the tasks of the worker, which are in this process: tasks wait at
 * the gate with their first record until all records are in the topic. Any thread.
 */
final class Run {
  static volatile @Nullable Run current;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger left;
  private final AtomicInteger answers = new AtomicInteger();
  private volatile Round.@Nullable Start start;
  private volatile @Nullable Round whole;

  Run(int records) {
    left = new AtomicInteger(records);
  }

  void pass() throws InterruptedException {
    gate.await();
  }

  void open() {
    start = Round.start();
    gate.countDown();
  }

  void leave(boolean answered) {
    answers.addAndGet(answered ? 1 : 0);
    Round.Start first = start;
    if (left.decrementAndGet() == 0 && first != null) {
      whole = first.stop();
      end.countDown();
    }
  }

  /** Whether all records have left within a second. */
  boolean awaitEnd() throws InterruptedException {
    return end.await(1, TimeUnit.SECONDS);
  }

  int answers() {
    return answers.get();
  }

  Round whole() {
    Round round = whole;
    if (round == null) {
      throw new IllegalStateException("every record must reach the sink");
    }
    return round;
  }

  static Run running() {
    Run run = current;
    if (run == null) {
      throw new IllegalStateException("tasks must run in the process that measures them");
    }
    return run;
  }
}
