package io.pawstream.benchmarks.internal.jmh;

import io.pawstream.runtime.engine.internal.MicroBatchQueue;
import io.pawstream.runtime.engine.internal.ProgramQueue;
import io.pawstream.runtime.engine.internal.QueuedInput;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Inputs into the queue and out of it as micro-batches of 32, on one thread, for each input. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Fill {
  private static final int INPUTS = 32;
  private static final int TOKENS = 46;

  private final MicroBatchQueue<String> queue =
      new MicroBatchQueue<>(INPUTS, INPUTS * TOKENS, 256, Duration.ofMillis(2));
  private final ProgramQueue<String> program = new ProgramQueue<>("program", 1 << 20);
  private final int[] tokens = new int[TOKENS];

  @Benchmark
  @OperationsPerInvocation(INPUTS)
  public @Nullable Object inputThroughTheQueue() throws InterruptedException {
    for (int i = 0; i < INPUTS; i++) {
      queue.add(program, new QueuedInput(tokens, TOKENS, false, null));
    }
    return queue.take(null, 0, () -> false);
  }
}
