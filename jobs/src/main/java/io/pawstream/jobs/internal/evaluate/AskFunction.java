package io.pawstream.jobs.internal.evaluate;

import io.pawstream.eval.Judge;
import io.pawstream.eval.report.MeasuredTally;
import io.pawstream.rows.Row;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.CalibrationFile;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks the program about each row and compares. It hands on what the engine took, which answered
 * records of the operator do not hold. One thread, the task's.
 */
final class AskFunction extends RichAsyncFunction<Row, JudgedMessage> {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final ProgramOptions programOptions;
  private final PawOptions options;
  private final EvaluationRows rows;
  private transient @Nullable Paw paw;
  private transient @Nullable PawProgram program;
  private transient @Nullable Judge judge;
  private transient @Nullable ProgramFacts facts;

  /**
   * @param programOptions with scores and a temperature of 1
   * @param rows what becomes an {@code EvaluationRow}
   */
  AskFunction(
      String reference, ProgramOptions programOptions, PawOptions options, EvaluationRows rows) {
    this.reference = reference;
    this.programOptions = programOptions;
    this.options = options;
    this.rows = rows;
  }

  @Override
  public void open(OpenContext context) {
    Paw opened = Paw.open(options);
    paw = opened;
    PawProgram loaded = opened.load(reference, programOptions);
    program = loaded;
    List<String> labels = loaded.labels();
    double temperature =
        CalibrationFile.find(opened.read(reference), labels)
            .map(Calibration::temperature)
            .orElse(1.0);
    judge = new Judge(labels, labels.stream().map(loaded::labelTokens).toList(), temperature);
    facts = new ProgramFacts(loaded.name(), loaded.digest(), labels, temperature);
  }

  // complete() throws only where the task is cancelled
  @SuppressWarnings("FutureReturnValueIgnored")
  @Override
  public void asyncInvoke(Row row, ResultFuture<JudgedMessage> result) {
    String input = row.input();
    if (input == null) {
      throw new RowRefusedException(
          row.detail() + "; every row of a file to evaluate with must be usable");
    }
    ProgramFacts first = facts;
    facts = null;
    String expected = row.expected()[0];
    if (expected == null) {
      result.complete(List.of(JudgedMessage.withoutAnswer(row.number(), first)));
      return;
    }
    opened(program)
        .serve(input)
        .whenComplete(
            (served, error) ->
                // in the task's thread
                result.complete(
                    () -> List.of(message(row.number(), input, expected.strip(), served, first))));
  }

  /** An engine that hangs ends as failures. */
  @Override
  public void timeout(Row row, ResultFuture<JudgedMessage> result) {
    Failure late =
        new Failure(
            FailureReason.DEADLINE,
            "an answer must come before the operator's timeout; raise paw.async.timeout",
            opened(program).digest());
    String expected = Objects.requireNonNull(row.expected()[0]).strip();
    result.complete(
        () ->
            List.of(
                message(
                    row.number(),
                    Objects.requireNonNull(row.input()),
                    expected,
                    Served.atOnce(late),
                    null)));
  }

  private JudgedMessage message(
      long number, String input, String expected, Served served, @Nullable ProgramFacts first) {
    return JudgedMessage.of(
        opened(judge).judge(number, expected, served),
        MeasuredTally.beginning(input),
        served.microBatch(),
        first,
        rows.of(number, input, expected, served));
  }

  private static <T> T opened(@Nullable T value) {
    return Objects.requireNonNull(value, "open() comes first");
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  @Override
  public void close() {
    Paw last = paw;
    paw = null;
    if (last != null) {
      last.close();
    }
  }
}
