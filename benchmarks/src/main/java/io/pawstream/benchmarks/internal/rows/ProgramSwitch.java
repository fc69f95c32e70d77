package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What it costs a lane to go to another program whose prefix is prepared: two programs are asked
 * one after the other, A A B B A A, and the median of first answers is compared with that of second
 * ones. Each has an adapter and a prefix of its own in memory.
 */
final class ProgramSwitch implements Measured {
  private static final int SWITCHES = 24;

  private final Paw paw;
  private final PawProgram[] programs;
  private final String text;

  /**
   * @param threads as many as a lane of the engine has
   */
  ProgramSwitch(Subject subject, int threads) {
    EngineOptions engine =
        subject.engine().toBuilder()
            .lanes(1)
            .threads(threads)
            .maxSequences(1)
            .closeGrace(Duration.ZERO)
            .build();
    this.paw = Paw.open(subject.options(engine));
    ProgramOptions options = subject.program();
    this.programs =
        new PawProgram[] {
          paw.load(subject.reference(), options),
          // other options make it another program to the engine
          paw.load(subject.reference(), options.withMaxTokens(options.maxTokens() + 1))
        };
    this.text = "";
  }

  @Override
  public String key() {
    return Rows.SWITCH;
  }

  @Override
  public String label() {
    return "warm program switch";
  }

  @Override
  public Unit unit() {
    return Unit.MILLISECONDS;
  }

  @Override
  public int fixedAmount() {
    return SWITCHES;
  }

  @Override
  public Round run(int amount) throws InterruptedException {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    for (PawProgram program : programs) {
      program.apply(text);
    }
    Round.Start start = Round.start();
    for (int i = 0; i < amount; i++) {
      PawProgram program = programs[i % 2];
      first.add(nanos(program));
      second.add(nanos(program));
    }
    double difference = Result.median(first) - Result.median(second);
    return new Round(Math.round(difference * amount), start.stop().cpuNanos());
  }

  private double nanos(PawProgram program) throws InterruptedException {
    long start = System.nanoTime();
    BareEngine.requireAll(BareEngine.answers(program.apply(text)), 1);
    return System.nanoTime() - start;
  }

  @Override
  public void close() {
    paw.close();
  }
}
