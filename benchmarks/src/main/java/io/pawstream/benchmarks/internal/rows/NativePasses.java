package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.runtime.engine.internal.llama.LlamaSizing;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The native calls of the engine alone: the same micro-batches, packed beforehand, on as many lanes
 * and threads; or, as the ceiling, full calls of one long sequence. What the engine is slower than
 * the first is its work outside native calls; what the first is slower than the second is the price
 * of short records.
 *
 * <p>One pass per micro-batch: right for labels that differ in their first token.
 */
final class NativePasses implements Measured {
  /** Prepared micro-batches; they are used again and again. */
  private static final int PREPARED = 16;

  /** Tokens of one call of the ceiling. */
  private static final int FULL = 512;

  /** A call, and the sequences it needs. */
  private record Pass(LlamaBatch batch, int inputs) {}

  private final boolean ceiling;
  private final LlamaSizing sizing;
  private final NativeProgram program;
  private final List<LlamaContext> lanes = new ArrayList<>();
  private final List<List<Pass>> passes = new ArrayList<>();
  private final int full;
  private final ExecutorService threads;

  /**
   * @param tokens input and suffix of each record
   */
  NativePasses(Subject subject, boolean ceiling, List<int[]> tokens) throws IOException {
    this.ceiling = ceiling;
    this.program = NativeProgram.open(subject);
    this.sizing = LlamaSizing.of(subject.engine(), program.model());
    this.full = Math.min(FULL, Math.min(sizing.window(), sizing.context().batchTokens()));
    this.threads = Executors.newFixedThreadPool(sizing.lanes());
    for (int i = 0; i < sizing.lanes(); i++) {
      LlamaContext context = program.context(sizing.context());
      lanes.add(context);
      if (!ceiling) {
        try (LlamaBatch batch = batch()) {
          program.evaluatePrefix(context, batch);
        }
      }
      passes.add(ceiling ? List.of(fullPass()) : pack(tokens));
    }
  }

  private LlamaBatch batch() {
    return new LlamaBatch(sizing.context().batchTokens(), sizing.context().sequences());
  }

  private Pass fullPass() {
    LlamaBatch batch = batch();
    int[] prefix = program.prefix();
    for (int i = 0; i < full; i++) {
      batch.add(prefix[i % prefix.length], i, 0, i == full - 1);
    }
    return new Pass(batch, 0);
  }

  /** Packs as the engine's queue does while more wait than fit. */
  private List<Pass> pack(List<int[]> tokens) {
    List<Pass> packed = new ArrayList<>();
    int next = 0;
    while (packed.size() < PREPARED) {
      LlamaBatch batch = batch();
      int sequence = 0;
      int[] input = tokens.get(next % tokens.size());
      while (sequence < sizing.maxSequences()
          && batch.size() + input.length <= sizing.context().batchTokens()) {
        sequence++;
        for (int i = 0; i < input.length; i++) {
          batch.add(input[i], program.prefix().length + i, sequence, i == input.length - 1);
        }
        input = tokens.get(++next % tokens.size());
      }
      packed.add(new Pass(batch, sequence));
    }
    return packed;
  }

  @Override
  public String key() {
    return ceiling ? Rows.CEILING : Rows.NATIVE;
  }

  @Override
  public String label() {
    return ceiling
        ? "ceiling, calls of " + full + " tokens, one sequence"
        : "native calls alone, same micro-batches";
  }

  @Override
  public Unit unit() {
    return ceiling ? Unit.TOKENS_PER_SECOND : Unit.RECORDS_PER_SECOND;
  }

  @Override
  public double size() {
    return ceiling ? full : 1;
  }

  @Override
  public int grain() {
    return ceiling ? lanes.size() : lanes.size() * sizing.maxSequences();
  }

  @Override
  public Round run(int amount) throws InterruptedException, ExecutionException {
    AtomicInteger left = new AtomicInteger(amount);
    Round.Start start = Round.start();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < lanes.size(); i++) {
      LlamaContext context = lanes.get(i);
      List<Pass> own = passes.get(i);
      running.add(threads.submit(() -> run(context, own, left)));
    }
    for (Future<?> one : running) {
      one.get();
    }
    Round round = start.stop();
    // whole micro-batches alone are done: what they did beyond the amount must not count
    long done = amount - left.get();
    return new Round(round.nanos() * amount / done, round.cpuNanos() * amount / done);
  }

  private void run(LlamaContext context, List<Pass> own, AtomicInteger left) {
    for (int i = 0; left.get() > 0; i++) {
      Pass pass = own.get(i % own.size());
      if (ceiling) {
        context.forget(0, 0);
      }
      for (int sequence = 1; sequence <= pass.inputs(); sequence++) {
        context.share(0, sequence);
      }
      LlamaContext.Decoded decoded = context.decode(pass.batch());
      if (decoded != LlamaContext.Decoded.DONE) {
        throw new IllegalStateException("llama.cpp must evaluate the batch: decoded=" + decoded);
      }
      for (int sequence = 1; sequence <= pass.inputs(); sequence++) {
        context.forget(sequence, 0);
      }
      left.addAndGet(-Math.max(1, pass.inputs()));
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    lanes.forEach(LlamaContext::close);
    passes.forEach(own -> own.forEach(pass -> pass.batch().close()));
    program.close();
  }
}
