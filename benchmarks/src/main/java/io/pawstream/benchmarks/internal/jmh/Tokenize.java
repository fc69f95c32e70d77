package io.pawstream.benchmarks.internal.jmh;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A record's text into tokens, native call and checks included, with {@code paw-tiny}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Tokenize {
  private final Paw paw = Paw.open();
  private final PawProgram program =
      paw.load(System.getProperty("paw.home", ".") + "/programs/urgency.paw");

  /** 90 characters. */
  @Benchmark
  public int[] message() {
    return program.inputTokens(
        "the payment page is down, customers are leaving, can someone please look at it before"
            + " noon");
  }

  @TearDown
  public void close() {
    paw.close();
    Paw.closeIdle();
  }
}
