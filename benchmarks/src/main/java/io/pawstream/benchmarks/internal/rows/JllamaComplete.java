package io.pawstream.benchmarks.internal.rows;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.engine.jllama.JllamaProvider;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.engine.internal.program.AdapterFile;
import io.pawstream.runtime.interpreter.InterpreterCheck;
import io.pawstream.runtime.program.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code LlamaModel.complete} of {@code de.kherud:llama} as its users write it: one model with the
 * adapter among its parameters, threads that each wait for a text. Its server loop has a slot for
 * each thread, batches what they ask, and keeps the prompt before the record's text in every slot.
 */
final class JllamaComplete implements Measured {
  /** Tokens of a slot at most: prefix, record and suffix of every workload fit. */
  private static final int SLOT = 1024;

  private final Subject subject;
  private final LlamaModel model;
  private final ExecutorService threads;

  /** Texts asked so far: a slot that still holds a text from the round before would not compute. */
  private int asked;

  /**
   * @throws EngineUnavailableException if that library cannot compute the interpreter
   */
  JllamaComplete(Subject subject) {
    this.subject = subject;
    new JllamaProvider().check(subject.interpreter());
    if (subject.interpreter().header().tensor("output.weight").isEmpty()) {
      throw new EngineUnavailableException(
          "de.kherud:llama needs interpreters with an output layer of their own: interpreter="
              + subject.interpreter().name()
              + ", missing=output.weight; take one of bin/make-random-interpreter --untied");
    }
    this.model = AdapterFile.read(subject.bundle(), file -> open(subject, file.toString()));
    this.threads = Executors.newFixedThreadPool(subject.callers());
  }

  private static LlamaModel open(Subject subject, String adapter) {
    // a position beyond those of a GPT-2 would end the process
    int slot =
        Math.min(SLOT, InterpreterCheck.check(subject.interpreter().header()).contextLength());
    return new LlamaModel(
        new ModelParameters()
            .setModel(subject.interpreter().file().toString())
            .addLoraAdapter(adapter)
            .setThreads(Machine.cores())
            .setParallel(subject.callers())
            .setCtxSize(subject.callers() * slot)
            .disableLog());
  }

  @Override
  public String key() {
    return Rows.JLLAMA_COMPLETE;
  }

  @Override
  public String label() {
    return "LlamaModel.complete, " + subject.callers() + " threads";
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return subject.callers();
  }

  @Override
  public Round run(int amount) throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger(asked);
    int end = asked + amount;
    asked = end;
    Round.Start start = Round.start();
    List<Future<?>> calls = new ArrayList<>();
    for (int k = 0; k < subject.callers(); k++) {
      calls.add(
          threads.submit(
              () -> {
                for (int i = next.getAndIncrement(); i < end; i = next.getAndIncrement()) {
                  complete(subject.texts().get(i));
                }
              }));
    }
    for (Future<?> each : calls) {
      each.get();
    }
    return start.stop();
  }

  /** The text it generates; with random weights it says nothing. */
  String complete(String text) {
    Template template = subject.bundle().template();
    return model.complete(
        new InferenceParameters(template.prefix() + text + template.suffix())
            .setTemperature(0)
            .setCachePrompt(true)
            .setNPredict(subject.sdkTokens()));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    model.close();
  }
}
