package io.pawstream.benchmarks.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.transformer.ForwardPass;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.TokenBatch;
import io.pawstream.transformer.TrainingPass;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.optim.Gradients;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The work that is counted against the work that is done. */
class WorkTest {
  private static final int RANK = 4;
  private static final ModelShape SHAPE =
      new ModelShape(
          ModelShape.Architecture.QWEN3, 3, 512, 64, 96, 4, 2, 16, 1e-6f, 10_000, 50, true);
  private static final Transformer MODEL = Transformer.random(SHAPE, 1);
  private static final TokenBatch BATCH = Steps.batch(SHAPE.vocabulary());

  /**
   * Half of all scores lie behind a mask, and are computed; the backward pass computes all anew.
   */
  private static final double ATTENTION =
      2.0 * 2 * SHAPE.blocks() * SHAPE.queryWidth() * Steps.TOKENS * BATCH.rows();

  private final AtomicLong flop = new AtomicLong();

  /** Counts what products take. */
  private final class Counting implements Gemm {
    private final Gemm gemm = new JavaGemm();

    @Override
    public void nt(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
      count(a.cols(), c);
      gemm.nt(alpha, a, b, beta, c);
    }

    @Override
    public void nn(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
      count(a.cols(), c);
      gemm.nn(alpha, a, b, beta, c);
    }

    @Override
    public void tn(float alpha, Matrix a, Matrix b, float beta, Matrix c) {
      count(a.rows(), c);
      gemm.tn(alpha, a, b, beta, c);
    }

    private void count(int k, Matrix c) {
      flop.addAndGet(2L * k * c.rows() * c.cols());
    }
  }

  private interface Passes {
    void run(Compute compute);
  }

  private void check(double gflopPerToken, int attentions, Passes passes) {
    try (Workers workers = new Workers(1)) {
      passes.run(Compute.of(new Counting(), workers));
    }
    double needed = gflopPerToken * 1e9 * BATCH.rows();
    assertThat(flop.doubleValue()).isBetween(needed, needed + attentions * ATTENTION / 2);
    // and so nothing but attention is counted differently
    assertThat(ATTENTION).isLessThan(needed / 3);
  }

  private static Work work(int headRows, int rank) {
    return new Work(SHAPE, MODEL.linearLayers(), Steps.TOKENS, headRows, rank);
  }

  @Test
  void forward() {
    check(
        work(1, 0).forward(),
        1,
        compute -> new ForwardPass(MODEL, compute).logits(BATCH, null, Steps.last(BATCH)));
  }

  @Test
  void trainingOfAnAdapter() {
    LoraAdapter adapter = LoraAdapter.create("qwen3", MODEL.linearLayers(), RANK, 8, 1);
    check(
        work(Steps.ANSWER, RANK).training(),
        // the last for the gradient of the first block's input, which only its norm asks for
        5,
        compute ->
            new TrainingPass(MODEL, compute, TrainingPass.Memory.KEEP)
                .run(BATCH, Steps.answers(BATCH), adapter, new Gradients(adapter.parameters())));
  }

  @Test
  void trainingOfAllWeights() {
    check(
        work(Steps.TOKENS, 0).fullTraining(),
        4,
        compute ->
            new TrainingPass(MODEL, compute, TrainingPass.Memory.KEEP)
                .run(BATCH, Steps.all(BATCH), null, new Gradients(MODEL.parameters())));
  }

  @Test
  void stepsAreThoseOfTheCompiler() {
    assertThat(BATCH.sequences()).isEqualTo(16);
    assertThat(Steps.answers(BATCH).count()).isEqualTo(32);
    assertThat(Steps.last(BATCH)).startsWith(63, 127).hasSize(16);
    assertThat(List.of(Steps.all(BATCH).row(1023), Steps.answers(BATCH).row(31)))
        .containsOnly(1023);
  }
}
