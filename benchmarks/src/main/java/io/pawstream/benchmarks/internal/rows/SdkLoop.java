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
import java.util.function.IntFunction;

/**
 * The loop of the PAW SDK, over the same library: one record at a time in one sequence, the prefix
 * evaluated once, greedy tokens until the end token or a limit, each decoded alone, the last one
 * too.
 *
 * <p>Kinder to the SDK than the SDK is: as many threads as all lanes of the engine together, or
 * one, whichever answers sooner here, for single tokens too, where it takes half the cores; and
 * flash attention as llama.cpp chooses it, where the SDK has it off.
 */
final class SdkLoop implements Measured {
  /** Tokens per call, as in the SDK's context. */
  private static final int BATCH = 512;

  /** The SDK's window. */
  private static final int WINDOW = 2048;

  /** Answers after the first by which numbers of threads are compared. */
  private static final int TRIALS = 3;

  private final Subject subject;
  private final NativeProgram program;
  private final LlamaBatch batch;
  private final float[] row;
  private int threads;
  private LlamaContext context;

  SdkLoop(Subject subject) throws IOException {
    this.subject = subject;
    this.program = NativeProgram.open(subject);
    this.batch = new LlamaBatch(BATCH, 1);
    this.row = new float[program.model().vocabSize()];
    LlamaSizing sizing = LlamaSizing.of(subject.engine(), program.model());
    this.threads = sizing.lanes() * sizing.context().threads();
    this.context = context(threads);
    if (threads > 1) {
      takeTheFaster(1);
    }
  }

  private LlamaContext context(int with) {
    int window = Math.min(WINDOW, program.model().trainedContext());
    LlamaContext made = program.context(new ContextSettings(window, BATCH, BATCH, 1, with));
    program.evaluatePrefix(made, batch);
    return made;
  }

  private void takeTheFaster(int otherThreads) {
    long nanos = trial();
    // one at a time: the memory of both is not what the loop takes
    context.close();
    context = context(otherThreads);
    if (trial() < nanos) {
      threads = otherThreads;
    } else {
      context.close();
      context = context(threads);
    }
  }

  /** The shortest time of a few rounds. */
  private long trial() {
    answer(subject.texts().get(0));
    long least = Long.MAX_VALUE;
    for (int i = 0; i < TRIALS; i++) {
      long start = System.nanoTime();
      answer(subject.texts().get(0));
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }

  @Override
  public String key() {
    return Rows.SDK;
  }

  @Override
  public String label() {
    return "sdk loop, one record at a time, " + threads + (threads == 1 ? " thread" : " threads");
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public Round run(int amount) {
    IntFunction<String> texts = subject.stream();
    Round.Start start = Round.start();
    for (int i = 0; i < amount; i++) {
      answer(texts.apply(i));
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
