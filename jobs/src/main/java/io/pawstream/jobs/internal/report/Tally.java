package io.pawstream.jobs.internal.report;

import java.io.IOException;
import java.io.ObjectOutputStream;
import org.apache.flink.api.common.accumulators.Accumulator;

/**
 * Adds up {@link Counts} in a task. Any thread: Flink reads it from its heartbeat while the task
 * writes.
 */
public final class Tally implements Accumulator<Counts, Counts> {
  /** Name of the accumulator in the job. */
  public static final String NAME = "label-files";

  private static final long serialVersionUID = 1L;

  private final int programs;
  private Counts counts;

  /** A tally of {@code programs} programs without rows. */
  public Tally(int programs) {
    this.programs = programs;
    this.counts = Counts.none(programs);
  }

  @Override
  public synchronized void add(Counts value) {
    counts = counts.plus(value);
  }

  @Override
  public synchronized Counts getLocalValue() {
    return counts;
  }

  @Override
  public synchronized void resetLocal() {
    counts = Counts.none(programs);
  }

  @Override
  public void merge(Accumulator<Counts, Counts> other) {
    add(other.getLocalValue());
  }

  // Flink's clone has no super.clone to call: the copy is a new tally
  @Override
  public Tally clone() {
    Tally copy = new Tally(programs);
    copy.add(getLocalValue());
    return copy;
  }

  private synchronized void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
  }
}
