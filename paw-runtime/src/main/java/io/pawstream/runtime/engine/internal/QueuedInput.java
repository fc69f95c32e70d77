package io.pawstream.runtime.engine.internal;

import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.answer.Served;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One input on its way through an engine, as tokens. Completed once, by whoever comes first. */
public final class QueuedInput {
  private final int[] tokens;
  private final int cells;
  private final boolean truncated;
  private final @Nullable Thread caller;
  private final long queuedNanos = System.nanoTime();
  private final CompletableFuture<Served> future = new CompletableFuture<>();
  private volatile @Nullable MicroBatch<?> batch;

  /**
   * @param tokens what is evaluated after the prefix
   * @param cells most tokens of context memory it may need, {@code tokens} included
   * @param truncated whether part of the record's text was cut out
   * @param caller the thread that is blocked until the outcome is there, so that a next input can
   *     be expected right after it; null where none is
   */
  public QueuedInput(int[] tokens, int cells, boolean truncated, @Nullable Thread caller) {
    this.tokens = tokens;
    this.cells = cells;
    this.truncated = truncated;
    this.caller = caller;
  }

  public int[] tokens() {
    return tokens;
  }

  public int cells() {
    return cells;
  }

  public boolean truncated() {
    return truncated;
  }

  public CompletableFuture<Served> future() {
    return future;
  }

  @Nullable Thread caller() {
    return caller;
  }

  void joined(MicroBatch<?> value) {
    batch = value;
  }

  /** Whether nobody waits for its outcome any more. */
  public boolean isDone() {
    return future.isDone();
  }

  /** Completes the input; later calls do nothing. */
  public void complete(Outcome outcome) {
    MicroBatch<?> in = batch;
    Served served;
    if (in == null) {
      served = new Served(outcome, System.nanoTime() - queuedNanos, 0, 0, false);
    } else {
      long started = in.startedNanos();
      served =
          new Served(outcome, started - queuedNanos, System.nanoTime() - started, in.size(), false);
    }
    if (future.complete(served) && in != null) {
      in.inputDone();
    }
  }
}
