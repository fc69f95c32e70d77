package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Round;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The records of a job of Flink on their way, from the first one that arrives at the program to the
 * last one that leaves. Shared with the functions of the job, which are in this process; one job at
 * a time. Any thread.
 */
final class RunningJob {
  private static volatile @Nullable RunningJob current;

  private final IntFunction<String> texts;
  private final int records;
  private final AtomicInteger arrived = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private volatile Round.@Nullable Start first;
  private volatile @Nullable Round whole;

  private RunningJob(IntFunction<String> texts, int records) {
    this.texts = texts;
    this.records = records;
  }

  /** A job of so many records, which is then the running one. */
  static RunningJob begin(IntFunction<String> texts, int records) {
    RunningJob job = new RunningJob(texts, records);
    current = job;
    return job;
  }

  /** The job whose functions ask. */
  static RunningJob running() {
    RunningJob job = current;
    if (job == null) {
      throw new IllegalStateException("the job must run in the process that measures it");
    }
    return job;
  }

  /** The text of a record. */
  String arrive(long number) {
    if (arrived.getAndIncrement() == 0) {
      first = Round.start();
    }
    return texts.apply((int) number);
  }

  /** A record with so many answers is through; gives how many are. */
  int leave(int answered) {
    answers.addAndGet(answered);
    int through = left.incrementAndGet();
    Round.Start start = first;
    if (through == records && start != null) {
      whole = start.stop();
    }
    return through;
  }

  /** No function asks any more. */
  void end() {
    current = null;
  }

  /**
   * From the first record to the last.
   *
   * @throws IllegalStateException if one is missing or has no answer
   */
  Round whole() {
    BareEngine.requireAll(answers.get(), records);
    Round round = whole;
    if (round == null) {
      throw new IllegalStateException("every record must reach the sink: records=" + records);
    }
    return round;
  }
}
