package io.pawstream.benchmarks.internal.measure;

import io.pawstream.benchmarks.internal.workload.Workload;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.program.ProgramBundle;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What is measured, and how. Immutable; any thread.
 *
 * @param engine how the engine uses the machine; without prepared answers, unless lines repeat
 * @param program how the program is run where it answers with labels
 * @param inFlight records in flight where callers do not block
 * @param callers threads, or subtasks, where they do
 * @param sdkTokens most tokens that the SDK's loop generates per record
 * @param workload what kind of records they are
 */
public record Subject(
    Interpreter interpreter,
    ProgramBundle bundle,
    EngineOptions engine,
    ProgramOptions program,
    int inFlight,
    int callers,
    int sdkTokens,
    Texts texts,
    Workload workload) {

  /** The text of each record of one round, by number from 0. */
  public IntFunction<String> stream() {
    return workload.repeats() ? new RepeatedTexts(texts) : texts::get;
  }

  /** Labels that answers come from; none where the answer is free text. */
  public List<String> labels() {
    List<String> asked = program.labels();
    return asked == null ? bundle.labels() : asked;
  }

  /** Options to open the interpreter with, and the engine as asked. */
  public PawOptions options(EngineOptions with) {
    return PawOptions.DEFAULT
        .withInterpreter(interpreter.file() + "@sha256:" + interpreter.sha256())
        .withEngine(with);
  }

  /** How a job names the program. */
  public String reference() {
    return bundle.path().toString();
  }
}
