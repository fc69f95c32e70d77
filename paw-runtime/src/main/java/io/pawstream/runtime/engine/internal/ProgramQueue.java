package io.pawstream.runtime.engine.internal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The waiting inputs of one program, first come first served. Guarded by the lock of its {@link
 * MicroBatchQueue}.
 *
 * @param <P> the engine's program
 */
public final class ProgramQueue<P> {
  private final P program;
  private final int cellBudget;
  private final ArrayDeque<QueuedInput> waiting = new ArrayDeque<>();

  /**
   * Callers whose outcome has just come and who can be expected back at once; they are waited for
   * until {@link #returningUntil}. A caller that stays away is not expected again until it is back,
   * so quiet callers cost one linger and no more.
   */
  private int returning;

  private long returningUntil;

  private boolean closed;

  /**
   * @param cellBudget tokens of context memory that the inputs of one micro-batch may need together
   */
  public ProgramQueue(P program, int cellBudget) {
    this.program = program;
    this.cellBudget = cellBudget;
  }

  P program() {
    return program;
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  void add(QueuedInput input) {
    waiting.add(input);
    if (input.caller() != null && returning > 0) {
      returning--;
    }
  }

  /** Notes that these callers have just got their outcomes; those who are back already wait. */
  void expect(Set<Thread> callers, long until) {
    waiting.forEach(input -> callers.remove(input.caller()));
    returning = callers.size();
    returningUntil = until;
  }

  void expectNobody() {
    returning = 0;
  }

  /** Nanoseconds to go on waiting for more inputs, 0 or less to begin. */
  long lingerNanos(int most, long now) {
    return returning == 0 || waiting.size() >= most ? 0 : returningUntil - now;
  }

  /**
   * Takes the inputs of the next micro-batch: as many of the first as fit, at least one. Inputs
   * that nobody waits for any more are left out.
   *
   * @return how many inputs left the queue
   */
  int take(int mostInputs, int mostTokens, List<QueuedInput> taken) {
    int left = 0;
    int tokens = 0;
    int cells = 0;
    QueuedInput next = waiting.peek();
    while (next != null && taken.size() < mostInputs) {
      if (!next.isDone()) {
        tokens += next.tokens().length;
        cells += next.cells();
        if (!taken.isEmpty() && (tokens > mostTokens || cells > cellBudget)) {
          break;
        }
        taken.add(next);
      }
      waiting.remove();
      left++;
      next = waiting.peek();
    }
    return left;
  }

  @Nullable QueuedInput poll() {
    return waiting.poll();
  }
}
