package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** The engine, asked by threads that each wait for an answer before they ask again. */
final class BlockingCallers implements Measured {
  private final String key;
  private final int callers;
  private final Subject subject;
  private final Paw paw;
  private final PawProgram program;
  private final ExecutorService threads;

  BlockingCallers(String key, Subject subject, int callers) throws InterruptedException {
    this.key = key;
    this.callers = callers;
    this.subject = subject;
    this.paw = Paw.open(subject.options(subject.engine()));
    this.program = BareEngine.open(paw, subject, subject.program());
    this.threads = Executors.newFixedThreadPool(callers);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return "bare engine, "
        + callers
        + (callers == 1 ? " caller that blocks" : " callers that block");
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return callers;
  }

  @Override
  public Round run(int amount) throws InterruptedException, ExecutionException {
    AtomicInteger next = new AtomicInteger();
    IntFunction<String> texts = subject.stream();
    Round.Start start = Round.start();
    List<Future<Integer>> calls = new ArrayList<>();
    for (int k = 0; k < callers; k++) {
      calls.add(threads.submit(() -> call(texts, next, amount)));
    }
    int answers = 0;
    for (Future<Integer> each : calls) {
      answers += each.get();
    }
    Round round = start.stop();
    BareEngine.requireAll(answers, amount);
    return round;
  }

  private int call(IntFunction<String> texts, AtomicInteger next, int amount)
      throws InterruptedException {
    int answers = 0;
    for (int i = next.getAndIncrement(); i < amount; i = next.getAndIncrement()) {
      answers += BareEngine.answers(program.apply(texts.apply(i)));
    }
    return answers;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    paw.close();
  }
}
