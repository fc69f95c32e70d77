package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.engine.ProgramOptions;

/**
 * From the wish for a program to its first answer, in an engine that is open: the adapter file has
 * been read before, the prefix has not been evaluated. The time of a second answer is taken off.
 */
final class ProgramReady implements Measured {
  private final Subject subject;
  private final Paw paw;

  ProgramReady(Subject subject) {
    this.subject = subject;
    this.paw = Paw.open(subject.options(subject.engine()));
    // holds the engine open
    paw.load(subject.reference(), subject.program());
  }

  @Override
  public String key() {
    return Rows.READY;
  }

  @Override
  public String label() {
    return "cold program ready, prefix not evaluated";
  }

  @Override
  public Unit unit() {
    return Unit.MILLISECONDS;
  }

  @Override
  public int fixedAmount() {
    return 1;
  }

  @Override
  public Round run(int amount) throws InterruptedException {
    ProgramOptions options = subject.program();
    Round.Start start = Round.start();
    // other options make it another program to the engine
    try (PawProgram program =
        paw.load(subject.reference(), options.withMaxTokens(options.maxTokens() + 1))) {
      BareEngine.requireAll(BareEngine.answers(program.apply("")), 1);
      Round ready = start.stop();
      Round.Start again = Round.start();
      program.apply("");
      return new Round(ready.nanos() - again.stop().nanos(), ready.cpuNanos());
    }
  }

  @Override
  public void close() {
    paw.close();
  }
}
