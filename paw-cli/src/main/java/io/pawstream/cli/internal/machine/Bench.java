package io.pawstream.cli.internal.machine;

import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Served;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What a measurement of speed came to. Immutable by convention; any thread.
 *
 * @param firstSeconds to the first answer, the prefix included
 * @param alone one input at a time
 * @param together many inputs at once
 * @param sortedNanos how long each input took that was alone
 * @param microBatch mean inputs per micro-batch of those at once
 * @param tokensPerInput tokens of input and suffix, on average
 * @param failures inputs without an answer
 */
@SuppressWarnings("ArrayRecordComponent") // one per answer
record Bench(
    double firstSeconds,
    Rate alone,
    Rate together,
    long[] sortedNanos,
    double microBatch,
    double tokensPerInput,
    long failures) {
  private static final int AT_ONCE = 256;

  /** Answers in a time. */
  record Rate(long answers, double seconds) {
    double rate() {
      return answers / seconds;
    }
  }

  /** The time within which this share of the inputs was answered that were alone. */
  double millis(double share) {
    return sortedNanos[(int) Math.min(sortedNanos.length - 1, share * sortedNanos.length)] / 1e6;
  }

  /**
   * Measures, half of the time each way.
   *
   * @param inputs asked over and over
   */
  static Bench of(PawProgram program, List<String> inputs, double seconds, Consumer<String> status)
      throws InterruptedException {
    long start = System.nanoTime();
    program.apply(inputs.get(0));
    double first = (System.nanoTime() - start) / 1e9;

    status.accept("  one at a time");
    long failures = 0;
    long[] nanos = new long[1024];
    int alone = 0;
    start = System.nanoTime();
    for (long now = start; alone == 0 || now - start < seconds / 2 * 1e9; now = System.nanoTime()) {
      if (program.apply(inputs.get(alone % inputs.size())) instanceof Failure) {
        failures++;
      }
      if (alone == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * alone);
      }
      nanos[alone++] = System.nanoTime() - now;
    }
    Rate one = new Rate(alone, (System.nanoTime() - start) / 1e9);

    status.accept("  many at once");
    Deque<CompletableFuture<Served>> flying = new ArrayDeque<>();
    long asked = 0;
    long answered = 0;
    double batches = 0;
    start = System.nanoTime();
    boolean time = true;
    while (time || !flying.isEmpty()) {
      while (time && flying.size() < AT_ONCE) {
        flying.add(program.serve(inputs.get((int) (asked++ % inputs.size()))));
      }
      Served served = flying.remove().join();
      answered++;
      failures += served.outcome() instanceof Failure ? 1 : 0;
      batches += served.microBatch() == 0 ? 0 : 1.0 / served.microBatch();
      time = System.nanoTime() - start < seconds / 2 * 1e9;
    }
    Rate many = new Rate(answered, (System.nanoTime() - start) / 1e9);

    long[] sorted = Arrays.copyOf(nanos, alone);
    Arrays.sort(sorted);
    return new Bench(
        first, one, many, sorted, answered / batches, tokens(program, inputs), failures);
  }

  private static double tokens(PawProgram program, List<String> inputs) {
    return IntStream.range(0, Math.min(1000, inputs.size()))
        .mapToObj(inputs::get)
        .mapToInt(
            input -> {
              try {
                return program.inputTokens(input).length;
              } catch (IllegalArgumentException e) {
                return 0; // refused: counted as a failure
              }
            })
        .average()
        .orElse(0);
  }
}
