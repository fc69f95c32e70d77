package io.pawstream.benchmarks.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.engine.internal.llama.LlamaSizing;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The loop of the PAW SDK, over the same library: one record at a time in one sequence, the prefix
 * evaluated once, greedy tokens until the end token or a limit, each decoded alone, the last one
 * too.
 *
 * <p>Kinder to the SDK than the SDK is: threads as the engine's lanes have them, for single tokens
 * too, where it takes half the cores; and flash attention as llama.cpp chooses it, where the SDK
 * has it off.
 */
final class SdkLoop implements Measured {
  /** Tokens per call, as in the SDK's context. */
  private static final int BATCH = 512;

  /** The SDK's window. */
  private static final int WINDOW = 2048;

  private final Subject subject;
  private final NativeProgram program;
  private final LlamaContext context;
  private final LlamaBatch batch;
  private final float[] row;

  SdkLoop(Subject subject) throws IOException {
    this.subject = subject;
    this.program = NativeProgram.open(subject);
    int trained = program.model().trainedContext();
    int threads = LlamaSizing.of(subject.engine(), program.model()).context().threads();
    this.context =
        program.context(new ContextSettings(Math.min(WINDOW, trained), BATCH, BATCH, 1, threads));
    this.batch = new LlamaBatch(BATCH, 1);
    this.row = new float[program.model().vocabSize()];
    program.evaluatePrefix(context, batch);
  }

  @Override
  public String key() {
    return Rows.SDK;
  }

  @Override
  public String label() {
    return "sdk loop, one record at a time";
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public Round run(int amount) {
    Round.Start start = Round.start();
    for (int i = 0; i < amount; i++) {
      answer(subject.texts().get(i));
    }
    return start.stop();
  }

  /** The answer's text, with its spaces. */
  String answer(String text) {
    int[] tokens = program.sdkTokens(text);
    int position = program.prefix().length;
    context.forget(0, position);
    int index = 0;
    for (int i = 0; i < tokens.length; i++) {
      if (batch.isFull()) {
        NativeProgram.decode(context, batch);
      }
      index = batch.add(tokens[i], position++, 0, i == tokens.length - 1);
    }
    NativeProgram.decode(context, batch);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    for (int i = 0; i < subject.sdkTokens(); i++) {
      context.logits(index, row);
      int token = best(row);
      if (token == program.model().endToken()) {
        break;
      }
      answer.writeBytes(program.model().piece(token, false));
      index = batch.add(token, position++, 0, true);
      NativeProgram.decode(context, batch);
    }
    return answer.toString(UTF_8);
  }

  private static int best(float[] row) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      if (row[i] > row[best]) {
        best = i;
      }
    }
    return best;
  }

  @Override
  public void close() {
    context.close();
    batch.close();
    program.close();
  }
}
