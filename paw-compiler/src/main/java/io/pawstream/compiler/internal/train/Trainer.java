package io.pawstream.compiler.internal.train;

import io.pawstream.compiler.CompileException;
import io.pawstream.compiler.CompileProgress;
import io.pawstream.compiler.CompileReport.End;
import io.pawstream.compiler.CompileReport.Epoch;
import io.pawstream.compiler.internal.data.EncodedExample;
import io.pawstream.compiler.internal.data.Split;
import io.pawstream.compiler.internal.score.Evaluation;
import io.pawstream.compiler.internal.score.Scorer;
import io.pawstream.transformer.TrainingPass;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.optim.LearningRate;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Trains an adapter: the loss is on the answers alone, after every epoch the held-out examples are
 * answered, and the adapter of the best epoch is kept. One thread.
 *
 * <p>The order of the examples depends on seed and epoch alone, so a run that goes on from a
 * checkpoint ends with the same bits as one that was never interrupted.
 */
public final class Trainer {
  private final TrainingPass pass;
  private final Workers workers;
  private final Scorer scorer;
  private final Split split;
  private final Recipe recipe;
  private final Consumer<CompileProgress> progress;
  private final BooleanSupplier stop;
  private long tokens;

  /** Of this run; for the estimate of the time left. */
  private int steps;

  private long start;

  /** Of the current epoch. */
  private double epochLoss;

  private int epochSteps;

  public Trainer(
      TrainingPass pass,
      Workers workers,
      Scorer scorer,
      Split split,
      Recipe recipe,
      Consumer<CompileProgress> progress,
      BooleanSupplier stop) {
    this.pass = pass;
    this.workers = workers;
    this.scorer = scorer;
    this.split = split;
    this.recipe = recipe;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * Trains until it is done.
   *
   * @param adapter a new one; changed in place
   * @param checkpoint written after every epoch
   * @param resume whether to go on from the checkpoint, if there is one
   * @throws CompileException if it is told to stop before the first step
   * @throws IOException if the checkpoint cannot be read or written
   */
  public Trained train(LoraAdapter adapter, Checkpoint checkpoint, boolean resume)
      throws IOException {
    TrainingState state = new TrainingState(adapter);
    if (resume) {
      checkpoint.restore(state);
    }
    start = System.nanoTime();
    End end = End.DONE;
    while (state.epochs().size() < recipe.epochs()) {
      if (isStuck(state)) {
        end = End.NO_BETTER;
        break;
      }
      if (!epoch(state)) {
        end = End.STOPPED;
        break;
      }
      state.finish(result(state));
      checkpoint.write(state);
    }
    if (state.best() == null && steps > 0) {
      // stopped in the first epoch: better than nothing
      state.finish(result(state));
    }
    LoraAdapter best = state.best();
    Epoch bestEpoch = state.bestEpoch();
    if (best == null || bestEpoch == null) {
      throw new CompileException(
          "A compilation must make a step before it is stopped: steps=0; nothing was written");
    }
    return new Trained(best, bestEpoch, state.epochs(), end, steps, tokens);
  }

  private boolean isStuck(TrainingState state) {
    Epoch best = state.bestEpoch();
    return best != null && state.epochs().size() - best.epoch() >= recipe.patience();
  }

  /** One epoch; false if it was told to stop. */
  private boolean epoch(TrainingState state) {
    int epoch = state.epochs().size() + 1;
    LearningRate rate = recipe.rate();
    epochLoss = 0;
    epochSteps = 0;
    for (List<EncodedExample> examples : Batches.epoch(split.training(), recipe.seed(), epoch)) {
      if (stop.getAsBoolean()) {
        return false;
      }
      int step = stepsBefore(state) + epochSteps;
      double loss = step(state, examples, rate.at(step));
      epochLoss += loss;
      epochSteps++;
      steps++;
      progress.accept(progress(state, epoch, step + 1, loss));
    }
    return true;
  }

  private int stepsBefore(TrainingState state) {
    return state.epochs().size() * recipe.stepsPerEpoch();
  }

  private Epoch result(TrainingState state) {
    Evaluation evaluation = scorer.evaluate(split.heldOut(), state.current());
    return new Epoch(
        state.epochs().size() + 1,
        stepsBefore(state) + epochSteps,
        epochLoss / epochSteps,
        evaluation.loss(),
        evaluation.accuracy());
  }

  private double step(TrainingState state, List<EncodedExample> examples, double rate) {
    state.gradients().clear();
    double loss = 0;
    for (Batches.Part part : Batches.parts(examples)) {
      loss += pass.run(part.tokens(), part.loss(), state.current(), state.gradients()).value();
      tokens += part.tokens().rows();
    }
    if (!Double.isFinite(loss)) {
      throw new CompileException(
          "The loss must stay finite: loss=" + loss + "; lower the learning rate or alpha");
    }
    state.gradients().clip(Recipe.MAX_GRADIENT_NORM);
    state.optimiser().step(rate, workers);
    return loss;
  }

  private CompileProgress progress(TrainingState state, int epoch, int step, double loss) {
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Epoch> done = state.epochs();
    return new CompileProgress(
        epoch,
        recipe.epochs(),
        step,
        recipe.steps(),
        loss,
        done.isEmpty() ? Double.NaN : done.get(done.size() - 1).heldOutAccuracy(),
        seconds / steps * (recipe.steps() - step));
  }
}
