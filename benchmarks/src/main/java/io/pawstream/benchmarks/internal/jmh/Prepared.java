package io.pawstream.benchmarks.internal.jmh;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.internal.AnswerCache;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The cache of prepared answers, with the default bound of 32 MiB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Prepared {
  private final AnswerCache cache = new AnswerCache(32L << 20);
  private final Served served =
      new Served(
          new Answer(
              Answer.Kind.LABEL,
              "wait",
              0.9,
              2,
              FinishReason.LABEL,
              false,
              "sha256:0",
              List.of(),
              List.of()),
          0,
          0,
          0,
          false);
  private long number;

  /** A line that was there before. */
  @Benchmark
  public Object repeatedLine() {
    return cache.get("program", "GET /health 200 in 3 ms", this::answer);
  }

  /** A line that was not; the cache is full after the warm-up, so that another one goes. */
  @Benchmark
  public Object newLine() {
    return cache.get("program", "GET /health 200 in 3 ms " + number++, this::answer);
  }

  private CompletableFuture<Served> answer() {
    return CompletableFuture.completedFuture(served);
  }
}
