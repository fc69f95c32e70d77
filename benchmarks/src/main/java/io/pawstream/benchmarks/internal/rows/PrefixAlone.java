package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.engine.internal.llama.LlamaSizing;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import java.io.IOException;

/** The evaluation of a program's prefix alone: what a cold program cannot be ready without. */
final class PrefixAlone implements Measured {
  private final NativeProgram program;
  private final LlamaContext context;
  private final LlamaBatch batch;

  PrefixAlone(Subject subject) throws IOException {
    this.program = NativeProgram.open(subject);
    ContextSettings settings = LlamaSizing.of(subject.engine(), program.model()).context();
    this.context = program.context(settings);
    this.batch = new LlamaBatch(settings.batchTokens(), 1);
  }

  @Override
  public String key() {
    return Rows.PREFIX;
  }

  @Override
  public String label() {
    return "prefix, evaluated alone";
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
  public Round run(int amount) {
    context.forget(0, 0);
    Round.Start start = Round.start();
    program.evaluatePrefix(context, batch);
    return start.stop();
  }

  @Override
  public void close() {
    context.close();
    batch.close();
    program.close();
  }
}
