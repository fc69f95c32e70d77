package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** The engine without anything around it, a bounded number of records in flight. */
final class BareEngine implements Measured {
  private final String key;
  private final String label;
  private final int inFlight;
  private final int grain;
  private final Supplier<IntFunction<String>> streams;
  private final Paw paw;
  private final PawProgram program;

  /**
   * @param streams the text of each record, by number, anew for each round
   */
  BareEngine(
      String key,
      String label,
      Subject subject,
      EngineOptions engine,
      ProgramOptions options,
      int grain,
      Supplier<IntFunction<String>> streams)
      throws InterruptedException {
    this.key = key;
    this.label = label;
    this.inFlight = subject.inFlight();
    this.grain = grain;
    this.streams = streams;
    this.paw = Paw.open(subject.options(engine));
    this.program = open(paw, subject, options);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return grain;
  }

  PawProgram program() {
    return program;
  }

  @Override
  public Round run(int amount) throws InterruptedException {
    IntFunction<String> texts = streams.get();
    return InFlight.run(inFlight, amount, i -> program.serve(texts.apply(i)));
  }

  /** A program whose prefix is evaluated, so that no measurement begins with that. */
  static PawProgram open(Paw paw, Subject subject, ProgramOptions options)
      throws InterruptedException {
    PawProgram program = paw.load(subject.reference(), options);
    requireAll(answers(program.apply("")), 1);
    return program;
  }

  static String value(Outcome outcome) {
    return outcome instanceof Answer answer ? answer.value() : "";
  }

  static int answers(Outcome outcome) {
    return outcome instanceof Answer ? 1 : 0;
  }

  /** A failure is quick: a measurement with failures says nothing. */
  static void requireAll(int answers, int records) {
    if (answers != records) {
      throw new IllegalStateException(
          "every record must get an answer: records=" + records + ", answers=" + answers);
    }
  }

  @Override
  public void close() {
    paw.close();
  }
}
