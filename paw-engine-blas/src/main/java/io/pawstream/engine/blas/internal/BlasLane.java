package io.pawstream.engine.blas.internal;

import io.pawstream.runtime.engine.internal.LaneWork;
import io.pawstream.runtime.engine.internal.MicroBatch;
import io.pawstream.runtime.engine.internal.QueuedInput;
import io.pawstream.runtime.engine.internal.program.EngineSizing;
import io.pawstream.runtime.engine.internal.program.LoadedProgram;
import io.pawstream.runtime.engine.internal.program.Outcomes;
import io.pawstream.runtime.engine.internal.program.Walk;
import io.pawstream.transformer.KeyValues;
import io.pawstream.transformer.Past;
import io.pawstream.transformer.PrefillBatch;
import io.pawstream.transformer.PrefillPass;
import io.pawstream.transformer.Prepared;
import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Runs micro-batches: all prompts as one matrix after the shared prefix, then what the walks ask
 * for, as one matrix after the prompts, until each has its answer.
 */
final class BlasLane implements LaneWork<LoadedProgram<BlasProgram>> {
  /** Steps of one input that are computed side by side. */
  private static final int STEPS = 8;

  /** Rows of logits that are in memory at once: 39 MB of a vocabulary of 152,000. */
  private static final int LOGIT_ROWS = 64;

  private final Workers workers;
  private final PrefillPass pass;
  private final int batchTokens;
  private final float[] row;
  private volatile boolean stopping;
  private volatile boolean abandoned;
  private volatile boolean computingPrefix;

  BlasLane(EngineSizing sizing, int vocabulary) {
    this.workers = new Workers(sizing.threads());
    this.pass =
        new PrefillPass(
            Compute.of(new OpenBlasGemm(), workers),
            () -> stopping || (abandoned && !computingPrefix));
    this.batchTokens = sizing.batchTokens();
    this.row = new float[vocabulary];
  }

  /**
   * An input under way.
   *
   * @param from its first token among those that are kept
   * @param to behind its last one
   */
  private record Going(Walk walk, int from, int to) {}

  /** A walk's step, to be computed. */
  private record Asked(Going going, Walk.Step step) {}

  @Override
  public void run(MicroBatch<LoadedProgram<BlasProgram>> inputs) {
    abandoned = false;
    List<QueuedInput> open = inputs.inputs().stream().filter(input -> !input.isDone()).toList();
    if (open.isEmpty()) {
      return;
    }
    try {
      new Batch(inputs.program()).run(open);
    } catch (CancellationException e) {
      // the inputs are done, or the lane completes them
    }
  }

  /** One micro-batch under way. */
  private final class Batch {
    private final LoadedProgram<BlasProgram> program;
    private final Prepared prepared;
    private final @Nullable KeyValues prefix;
    private @Nullable KeyValues kept;

    Batch(LoadedProgram<BlasProgram> program) {
      this.program = program;
      this.prepared = program.resources().prepared();
      this.prefix = prefix();
    }

    private @Nullable KeyValues prefix() {
      // of use to later inputs, whoever has given up meanwhile
      computingPrefix = true;
      try {
        return program.resources().prefix(pass, program.prefixTokens());
      } finally {
        computingPrefix = false;
      }
    }

    void run(List<QueuedInput> inputs) {
      List<Going> going = prompts(inputs);
      while (!going.isEmpty()) {
        going = step(going);
      }
    }

    private List<Going> prompts(List<QueuedInput> inputs) {
      Past past = Past.prefix(prefix);
      List<int[]> tokens = inputs.stream().map(QueuedInput::tokens).toList();
      PrefillBatch batch = PrefillBatch.sharing(tokens, past);
      List<Going> going = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < inputs.size(); i++) {
        int to = from + batch.length(i);
        going.add(new Going(program.walk(inputs.get(i)), from, to));
        from = to;
      }
      if (program.goesOnAfterPrompt()) {
        kept = pass.room(prepared.model().shape(), from);
      }
      int[] ones = new int[inputs.size()];
      Arrays.fill(ones, 1);
      Matrix rows = pass.run(prepared, batch, past, ones, kept);
      if (program.options().scores()) {
        hand(rows, going, ones);
      } else {
        handFirstTokens(rows, going);
      }
      return going;
    }

    /**
     * Hands each walk its prompt's row as if no other token than a label's first could come: that
     * shifts the score of every label alike, and confidence and margin are differences.
     */
    private void handFirstTokens(Matrix rows, List<Going> going) {
      int[] tokens = program.firstTokens();
      Matrix logits = pass.logits(prepared, rows, tokens);
      Arrays.fill(row, Float.NEGATIVE_INFINITY);
      for (int i = 0; i < going.size(); i++) {
        for (int j = 0; j < tokens.length; j++) {
          row[tokens[j]] = logits.get(i, j);
        }
        going.get(i).walk().accept(row);
      }
    }

    /** Hands the walks rows of logits, to each as many as it waits for. */
    private void hand(Matrix rows, List<Going> going, int[] counts) {
      int at = 0;
      int owner = 0;
      int left = counts[0];
      while (at < rows.rows()) {
        int to = Math.min(rows.rows(), at + LOGIT_ROWS);
        Matrix logits = pass.logits(prepared, rows.rows(at, to), null);
        for (int i = 0; i < to - at; i++) {
          while (left == 0) {
            left = counts[++owner];
          }
          logits.get(i, row);
          going.get(owner).walk().accept(row);
          left--;
        }
        at = to;
      }
    }

    /** Takes every walk one step on; returns those that are not at their end. */
    private List<Going> step(List<Going> going) {
      List<Going> on = new ArrayList<>(going.size());
      List<Asked> asked = new ArrayList<>();
      for (Going one : going) {
        if (one.walk().input().isDone()) {
          continue;
        }
        List<Walk.Step> steps = one.walk().next(STEPS);
        if (steps.isEmpty()) {
          one.walk().input().complete(Outcomes.of(one.walk(), program.digest()));
          continue;
        }
        on.add(one);
        steps.forEach(step -> asked.add(new Asked(one, step)));
      }
      int from = 0;
      while (from < asked.size()) {
        int to = from + 1;
        int tokens = asked.get(from).step().tokens().length;
        while (to < asked.size() && tokens + asked.get(to).step().tokens().length <= batchTokens) {
          tokens += asked.get(to).step().tokens().length;
          to++;
        }
        evaluate(asked.subList(from, to));
        from = to;
      }
      return on;
    }

    private void evaluate(List<Asked> asked) {
      int[] from = asked.stream().mapToInt(one -> one.going().from()).toArray();
      int[] to = asked.stream().mapToInt(one -> one.going().to()).toArray();
      int[] rows =
          asked.stream()
              .mapToInt(one -> one.step().tokens().length - one.step().firstRow())
              .toArray();
      KeyValues earlier = Objects.requireNonNull(kept, "only programs that go on have steps");
      Past past = Past.kept(prefix, earlier, from, to);
      TokenBatch batch =
          TokenBatch.of(asked.stream().map(one -> one.step().tokens()).toList(), past);
      hand(
          pass.run(prepared, batch, past, rows, null),
          asked.stream().map(Asked::going).toList(),
          rows);
    }
  }

  @Override
  public void forget(LoadedProgram<BlasProgram> program) {
    // nothing of it is here between micro-batches
  }

  @Override
  public void abandon() {
    abandoned = true;
  }

  @Override
  public void stop() {
    stopping = true;
  }

  @Override
  public void close() {
    workers.close();
  }
}
