package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.internal.LaneWork;
import io.pawstream.runtime.engine.internal.MicroBatch;
import io.pawstream.runtime.engine.internal.QueuedInput;
import io.pawstream.runtime.engine.internal.program.LoadedProgram;
import io.pawstream.runtime.engine.internal.program.Outcomes;
import io.pawstream.runtime.engine.internal.program.Walk;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaException;
import io.pawstream.runtime.llama.internal.LlamaModel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs micro-batches on one context.
 *
 * <p>Sequence 0 holds the program's prefix. Each input has a sequence of its own that starts from
 * it; where there is only one sequence ({@code deterministic}) the input follows in sequence 0 and
 * is forgotten afterwards. First all prompts are evaluated, then the walks step in lockstep until
 * each has its answer.
 */
final class LlamaLane implements LaneWork<LoadedProgram<LlamaProgram>> {
  /** A token of the batch whose row of logits a walk waits for. */
  private record Output(Going going, int index) {}

  /** An input under way. */
  private static final class Going {
    private final Walk walk;
    private final int sequence;
    private final int promptEnd;
    private boolean failed;

    Going(Walk walk, int sequence, int promptEnd) {
      this.walk = walk;
      this.sequence = sequence;
      this.promptEnd = promptEnd;
    }
  }

  /** The engine is closing, or nobody waits for the micro-batch any more. */
  private static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Stopped() {
      super("stopped", null, false, false);
    }
  }

  private final LlamaContext context;
  private final LlamaBatch batch;
  private final boolean alone;

  /** Sequences that each input has besides its own, for steps side by side. */
  private final int branches;

  private final int firstBranch;
  private final float[] row;
  private final List<Output> outputs = new ArrayList<>();
  private final List<Integer> branched = new ArrayList<>();

  private volatile boolean stopping;
  private volatile boolean evaluatingPrefix;

  /** Whose prefix is in sequence 0; null when nothing of worth is there. */
  private @Nullable LoadedProgram<LlamaProgram> current;

  LlamaLane(LlamaModel model, LlamaSizing sizing) {
    ContextSettings settings = sizing.context();
    this.context = new LlamaContext(model, settings);
    this.batch = new LlamaBatch(context.batchTokens(), settings.sequences());
    this.alone = settings.sequences() == 1;
    this.branches = sizing.branches();
    this.firstBranch = 1 + sizing.maxSequences();
    this.row = new float[model.vocabSize()];
  }

  @Override
  public void run(MicroBatch<LoadedProgram<LlamaProgram>> inputs) {
    boolean clean = false;
    resume();
    try {
      switchTo(inputs.program());
      List<Going> going = start(inputs);
      evaluatePrompts(going);
      int most = stepsSideBySide(inputs.program(), going);
      while (!going.isEmpty()) {
        going = step(going, most);
      }
      clean = true;
    } catch (Stopped e) {
      // the inputs are done, or the lane completes them
    } finally {
      batch.clear();
      outputs.clear();
      branched.clear();
      if (!clean) {
        // whatever the context holds now is not to be built on
        current = null;
      }
    }
  }

  private void switchTo(LoadedProgram<LlamaProgram> program) {
    if (program.equals(current)) {
      return;
    }
    current = null;
    context.clear();
    context.use(program.resources().adapter());
    evaluatingPrefix = true;
    resume();
    try {
      program.resources().startFromPrefix(program.prefixTokens(), context, this::evaluatePrefix);
    } finally {
      evaluatingPrefix = false;
    }
    current = program;
  }

  private void resume() {
    context.resume();
    if (stopping) {
      context.stop();
    }
  }

  private void evaluatePrefix(int[] tokens) {
    for (int i = 0; i < tokens.length; i++) {
      if (batch.isFull()) {
        evaluate();
      }
      batch.add(tokens[i], i, 0, i == tokens.length - 1);
    }
    evaluate();
  }

  private List<Going> start(MicroBatch<LoadedProgram<LlamaProgram>> inputs) {
    LoadedProgram<LlamaProgram> program = inputs.program();
    List<Going> going = new ArrayList<>();
    for (QueuedInput input : inputs.inputs()) {
      if (input.isDone()) {
        continue;
      }
      int sequence = alone ? 0 : going.size() + 1;
      if (!alone) {
        context.share(0, sequence);
      }
      int promptEnd = program.prefixTokens().length + input.tokens().length;
      going.add(new Going(program.walk(input), sequence, promptEnd));
    }
    return going;
  }

  private void evaluatePrompts(List<Going> going) {
    for (Going one : going) {
      int[] tokens = one.walk.input().tokens();
      int from = one.promptEnd - tokens.length;
      for (int i = 0; i < tokens.length; i++) {
        add(one, tokens[i], from + i, one.sequence, i == tokens.length - 1);
      }
    }
    evaluate();
  }

  /** As many as there is room for; one is always reserved for each input. */
  private int stepsSideBySide(LoadedProgram<LlamaProgram> program, List<Going> going) {
    if (going.isEmpty()) {
      return 1;
    }
    int room = context.cells() - program.prefixTokens().length;
    for (Going one : going) {
      room -= one.walk.input().tokens().length;
    }
    return Math.max(1, Math.min(branches, room / going.size() / program.answerCells()));
  }

  /** Takes every walk one step on; returns those that are not at their end. */
  private List<Going> step(List<Going> going, int most) {
    List<Going> left = new ArrayList<>(going.size());
    for (Going one : going) {
      if (one.failed || one.walk.input().isDone()) {
        release(one);
        continue;
      }
      List<Walk.Step> steps = one.walk.next(most);
      if (steps.isEmpty()) {
        release(one);
        one.walk.input().complete(Outcomes.of(one.walk, digest()));
        continue;
      }
      left.add(one);
      for (int i = 0; i < steps.size(); i++) {
        add(one, steps.get(i), steps.size() == 1 ? one.sequence : branch(one, i));
      }
    }
    evaluate();
    branched.forEach(sequence -> context.forget(sequence, 0));
    branched.clear();
    return left;
  }

  /** A sequence of its own that starts from the prompt. */
  private int branch(Going one, int number) {
    context.forget(one.sequence, one.promptEnd);
    int sequence = firstBranch + (one.sequence - 1) * branches + number;
    context.share(one.sequence, sequence);
    branched.add(sequence);
    return sequence;
  }

  private void add(Going one, Walk.Step step, int sequence) {
    int from = one.promptEnd + step.back();
    context.forget(sequence, from);
    int[] tokens = step.tokens();
    for (int i = 0; i < tokens.length; i++) {
      add(one, tokens[i], from + i, sequence, i >= step.firstRow());
      if (alone) {
        // one token a call, as decoding does it: how many go together changes the last bits
        evaluate();
      }
    }
  }

  private void release(Going one) {
    context.forget(one.sequence, alone ? one.promptEnd - one.walk.input().tokens().length : 0);
  }

  private void add(Going one, int token, int position, int sequence, boolean output) {
    if (batch.isFull()) {
      evaluate();
    }
    int index = batch.add(token, position, sequence, output);
    if (output) {
      outputs.add(new Output(one, index));
    }
  }

  /** Evaluates what was added and hands the rows of logits to the walks. */
  private void evaluate() {
    if (batch.size() == 0) {
      return;
    }
    switch (context.decode(batch)) {
      case DONE -> {}
      case STOPPED -> throw new Stopped();
      case NO_ROOM ->
          throw new LlamaException(
              "The context must have room for the micro-batch: cells="
                  + context.cells()
                  + ", tokens="
                  + batch.size());
    }
    for (Output output : outputs) {
      context.logits(output.index(), row);
      accept(output.going());
    }
    outputs.clear();
    batch.clear();
  }

  private void accept(Going one) {
    if (one.failed) {
      return;
    }
    if (Float.isFinite(row[0])) {
      one.walk.accept(row);
    } else {
      one.failed = true;
      one.walk.input().complete(Outcomes.broken("logit", row[0], digest()));
    }
  }

  private String digest() {
    LoadedProgram<LlamaProgram> program = current;
    return program == null ? "" : program.digest();
  }

  @Override
  public void forget(LoadedProgram<LlamaProgram> program) {
    // a freed adapter's address may be given to another: leave none behind
    current = null;
    context.use(null);
  }

  @Override
  public void abandon() {
    // a prefix is of use to later inputs, whoever has given up meanwhile
    if (!evaluatingPrefix) {
      context.stop();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    context.stop();
  }

  @Override
  public void close() {
    context.close();
    batch.close();
  }
}
