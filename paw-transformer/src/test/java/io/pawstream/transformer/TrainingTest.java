package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.TrainingPass.Memory;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.optim.AdamW;
import io.pawstream.transformer.optim.Gradients;
import io.pawstream.transformer.optim.LearningRate;
import io.pawstream.transformer.optim.LearningRate.Decay;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.testing.Fixtures;
import io.pawstream.transformer.testing.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few steps on a toy task: the last token must be the first. */
class TrainingTest {
  private static final int VOCABULARY = 17;

  private static Loss step(LoraAdapter adapter, TrainingPass pass, Gradients gradients, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<int[]> sequences = new ArrayList<>();
    int[] rows = new int[8];
    int[] targets = new int[8];
    float[] weights = new float[8];
    int end = 0;
    for (int i = 0; i < 8; i++) {
      int[] tokens = random.ints(3 + i % 3, 0, 5).toArray();
      sequences.add(tokens);
      end += tokens.length;
      rows[i] = end - 1;
      targets[i] = tokens[0];
      weights[i] = 1f / 8;
    }
    LossRows wanted = new LossRows(rows, targets, weights);
    return pass.run(TokenBatch.of(sequences), wanted, adapter, gradients);
  }

  private static List<Double> train(
      Transformer model, LoraAdapter adapter, List<Parameter> trained, int threads) {
    List<Double> losses = new ArrayList<>();
    LearningRate rate = new LearningRate(2e-2, 3, 60, 0.1, Decay.COSINE);
    Gradients gradients = new Gradients(trained);
    AdamW adam = new AdamW(gradients, new AdamW.Settings(0.9, 0.98, 0.01));
    try (Workers workers = new Workers(threads)) {
      Compute compute = Compute.of(new OpenBlasGemm(), workers);
      TrainingPass pass = new TrainingPass(model, compute, Memory.KEEP);
      for (int i = 0; i < 60; i++) {
        gradients.clear();
        losses.add(step(adapter, pass, gradients, i).value());
        gradients.clip(1);
        adam.step(rate.at(i), workers);
      }
    }
    return losses;
  }

  private static double mean(List<Double> losses) {
    return losses.stream().mapToDouble(x -> x).average().getAsDouble();
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void trainingAModelFromNothingLowersTheLoss(Architecture architecture) {
    Transformer model = Transformer.random(Models.shape(architecture, true), 1);
    List<Double> losses = train(model, null, model.parameters(), 1);
    assertThat(losses.get(0)).isCloseTo(Math.log(VOCABULARY), withinHalf());
    assertThat(mean(losses.subList(50, 60))).isLessThan(losses.get(0) * 0.6);
  }

  private static Offset<Double> withinHalf() {
    return Offset.offset(0.5);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void trainingAnAdapterLowersTheLossAndLeavesTheModelAlone(Architecture architecture) {
    Transformer model = Models.model(architecture, true);
    List<float[][]> before =
        model.parameters().stream().map(p -> Fixtures.rows(p.value())).toList();
    LoraAdapter adapter = LoraAdapter.create(architecture.key(), model.linearLayers(), 4, 8, 1);
    List<Double> losses = train(model, adapter, adapter.parameters(), 1);
    assertThat(mean(losses.subList(50, 60))).isLessThan(mean(losses.subList(0, 5)) * 0.7);
    for (int i = 0; i < before.size(); i++) {
      assertThat(Fixtures.rows(model.parameters().get(i).value())).isEqualTo(before.get(i));
    }
  }

  @Test
  void theSameRunGivesTheSameBits() {
    for (int threads = 1; threads <= 2; threads++) {
      List<List<Double>> runs = new ArrayList<>();
      for (int run = 0; run < 2; run++) {
        Transformer model = Transformer.random(Models.shape(Architecture.QWEN3, true), 1);
        runs.add(train(model, null, model.parameters(), threads));
      }
      assertThat(runs.get(1)).isEqualTo(runs.get(0));
    }
  }

  @Test
  void twoThreadsGiveTheGradientsOfOne() {
    Transformer model = Models.model(Architecture.QWEN3, true);
    LoraAdapter adapter = Models.adapter(model, 3, 6);
    List<Gradients> all = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      Gradients gradients = new Gradients(adapter.parameters());
      try (Workers workers = new Workers(threads)) {
        Compute compute = Compute.of(new OpenBlasGemm(), workers);
        step(adapter, new TrainingPass(model, compute, Memory.KEEP), gradients, 1);
      }
      all.add(gradients);
    }
    for (Parameter parameter : adapter.parameters()) {
      Matrix one = all.get(0).of(parameter);
      assertThat(Fixtures.relativeError(all.get(1).of(parameter), Fixtures.rows(one)))
          .isLessThan(1e-4);
    }
  }

  @Test
  void theLossIsTheCrossEntropyOfTheLogits() {
    Transformer model = Models.model(Architecture.GPT2, false);
    TokenBatch batch = TokenBatch.of(List.of(new int[] {1, 2, 3}, new int[] {4, 5}));
    LossRows wanted = new LossRows(new int[] {4, 1}, new int[] {6, 0}, new float[] {1, 0.25f});
    try (Workers workers = new Workers(1)) {
      Compute compute = Compute.of(new OpenBlasGemm(), workers);
      Loss loss = new TrainingPass(model, compute, Memory.KEEP).evaluate(batch, wanted, null);
      Matrix logits = new ForwardPass(model, compute).logits(batch, null, 4, 1);
      double expected = 0;
      for (int i = 0; i < 2; i++) {
        float[] row = logits.toArray(i);
        double sum = 0;
        int best = 0;
        for (int j = 0; j < row.length; j++) {
          sum += Math.exp(row[j]);
          best = row[j] > row[best] ? j : best;
        }
        int target = wanted.target(i);
        expected += wanted.weight(i) * (Math.log(sum) - row[target]);
        assertThat(loss.hit(i)).isEqualTo(best == target);
      }
      assertThat(loss.value()).isCloseTo(expected, Offset.offset(1e-5));
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Transformer model = Models.model(Architecture.QWEN3, true);
    LoraAdapter foreign = Models.adapter(Models.model(Architecture.GPT2, true), 2, 2);
    TokenBatch batch = TokenBatch.of(List.of(new int[] {1, 2}));
    TokenBatch unknown = TokenBatch.of(List.of(new int[] {1, VOCABULARY}));
    TokenBatch tooLong = TokenBatch.of(List.of(new int[21]));
    LossRows wanted = new LossRows(new int[] {1}, new int[] {1}, new float[] {1});
    LossRows beyond = new LossRows(new int[] {2}, new int[] {1}, new float[] {1});
    try (Workers workers = new Workers(1)) {
      Compute compute = Compute.of(new OpenBlasGemm(), workers);
      TrainingPass pass = new TrainingPass(model, compute, Memory.KEEP);
      assertThatThrownBy(() -> pass.evaluate(batch, wanted, foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("adapter=gpt2, model=qwen3");
      assertThatThrownBy(() -> pass.evaluate(unknown, wanted, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row=1, token=17");
      assertThatThrownBy(() -> pass.evaluate(tooLong, wanted, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("position=20");
      assertThatThrownBy(() -> pass.evaluate(batch, beyond, null))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("row=2, rows=2");
    }
    assertThatThrownBy(() -> TokenBatch.of(List.of(new int[0])))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
