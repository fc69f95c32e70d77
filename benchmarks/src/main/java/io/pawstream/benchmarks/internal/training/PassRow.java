package io.pawstream.benchmarks.internal.training;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.transformer.ForwardPass;
import io.pawstream.transformer.LossRows;
import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.TrainingPass;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.optim.AdamW;
import io.pawstream.transformer.optim.Gradients;
import org.jspecify.annotations.Nullable;

/** Passes over one batch, over and over. */
final class PassRow implements Measured {
  private static final AdamW.Settings OPTIMISER = new AdamW.Settings(0.9, 0.98, 0.01);
  private static final double RATE = 1e-4;
  private static final double MAX_NORM = 1;

  private interface Pass {
    void run();
  }

  private final String key;
  private final String label;
  private final TokenBatch batch;
  private final double gflopPerToken;
  private final Pass pass;

  private PassRow(String key, String label, TokenBatch batch, double gflopPerToken, Pass pass) {
    this.key = key;
    this.label = label;
    this.batch = batch;
    this.gflopPerToken = gflopPerToken;
    this.pass = pass;
  }

  /** The forward pass alone, with the logits of the last token of every sequence. */
  static PassRow forward(String key, Subject subject, Compute compute) {
    TokenBatch batch = Steps.batch(subject.model().shape().vocabulary());
    ForwardPass pass = new ForwardPass(subject.model(), compute);
    int[] rows = Steps.last(batch);
    return new PassRow(
        key,
        subject.name() + ", forward",
        batch,
        subject.work(1, 0).forward(),
        () -> pass.logits(batch, null, rows));
  }

  /** A step of the compiler: forward, backward, AdamW on an adapter on all linear layers. */
  static PassRow lora(String key, Subject subject, int rank, Compute compute) {
    LoraAdapter adapter =
        LoraAdapter.create(
            subject.model().shape().architecture().key(),
            subject.model().linearLayers(),
            rank,
            2f * rank,
            1);
    TokenBatch batch = Steps.batch(subject.model().shape().vocabulary());
    return new PassRow(
        key,
        subject.name() + ", LoRA rank " + rank,
        batch,
        subject.work(Steps.ANSWER, rank).training(),
        step(
            subject,
            batch,
            Steps.answers(batch),
            adapter,
            new Gradients(adapter.parameters()),
            compute));
  }

  /** A step of a new interpreter: all weights, loss on every token. */
  static PassRow full(String key, Subject subject, Compute compute) {
    TokenBatch batch = Steps.batch(subject.model().shape().vocabulary());
    return new PassRow(
        key,
        subject.name() + ", all weights",
        batch,
        subject.work(Steps.TOKENS, 0).fullTraining(),
        step(
            subject,
            batch,
            Steps.all(batch),
            null,
            new Gradients(subject.model().parameters()),
            compute));
  }

  private static Pass step(
      Subject subject,
      TokenBatch batch,
      LossRows rows,
      @Nullable LoraAdapter adapter,
      Gradients gradients,
      Compute compute) {
    TrainingPass training =
        new TrainingPass(subject.model(), compute, subject.memory(batch.rows()));
    AdamW optimiser = new AdamW(gradients, OPTIMISER);
    return () -> {
      gradients.clear();
      double loss = training.run(batch, rows, adapter, gradients).value();
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException("the loss must stay finite: loss=" + loss);
      }
      gradients.clip(MAX_NORM);
      optimiser.step(RATE, compute.workers());
    };
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public Unit unit() {
    return Unit.TOKENS_PER_CPU_SECOND;
  }

  @Override
  public double size() {
    return batch.rows();
  }

  /** Work that cannot be left out, see {@link Work}. */
  double gflopPerToken() {
    return gflopPerToken;
  }

  @Override
  public Round run(int amount) {
    Round.Start start = Round.start();
    for (int i = 0; i < amount; i++) {
      pass.run();
    }
    return start.stop();
  }

  @Override
  public void close() {
    // what it uses belongs to others
  }
}
