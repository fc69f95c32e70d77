package io.pawstream.runtime.engine.internal;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of one program that go to the engine together.
 *
 * @param <P> the engine's program
 */
public final class MicroBatch<P> {
  private final P program;
  private final List<QueuedInput> inputs;
  private final long startedNanos = System.nanoTime();
  private final AtomicInteger open;
  private volatile @Nullable Runnable whenAbandoned;

  MicroBatch(P program, List<QueuedInput> inputs) {
    this.program = program;
    this.inputs = List.copyOf(inputs);
    this.open = new AtomicInteger(inputs.size());
    inputs.forEach(input -> input.joined(this));
  }

  public P program() {
    return program;
  }

  public List<QueuedInput> inputs() {
    return inputs;
  }

  int size() {
    return inputs.size();
  }

  long startedNanos() {
    return startedNanos;
  }

  /** What to do once no input waits for its outcome any more; the lane sets it before it runs. */
  void whenAbandoned(Runnable action) {
    whenAbandoned = action;
  }

  void inputDone() {
    Runnable action = whenAbandoned;
    if (open.decrementAndGet() == 0 && action != null) {
      action.run();
    }
  }
}
