package io.pawstream.benchmarks.internal.measure;

import io.pawstream.benchmarks.internal.report.Unit;
import org.jspecify.annotations.Nullable;

/** One thing to measure, open and ready. One thread. */
public interface Measured extends AutoCloseable {
  /** Its name on the command line. */
  String key();

  /** Its name in tables. */
  String label();

  Unit unit();

  /** Work is done in multiples of this, so that no micro-batch is left half empty at the end. */
  default int grain() {
    return 1;
  }

  /** How much is done per round; 0 to choose it by the time it takes. */
  default int fixedAmount() {
    return 0;
  }

  /** Key of another whose amount is taken, so that the two do exactly the same; null for none. */
  default @Nullable String amountOf() {
    return null;
  }

  /** How much of what the unit counts is in one piece of work. */
  default double size() {
    return 1;
  }

  /**
   * Does the work.
   *
   * @param amount records, or calls
   * @return the time it took all together
   */
  Round run(int amount) throws Exception;

  @Override
  void close();
}
