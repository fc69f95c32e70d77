package io.pawstream.transformer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.transformer.ModelShape.Architecture;
import io.pawstream.transformer.TrainingPass.Memory;
import io.pawstream.transformer.lora.LoraAdapter;
import io.pawstream.transformer.lora.LoraLayer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.optim.Gradients;
import io.pawstream.transformer.optim.Parameter;
import io.pawstream.transformer.testing.Fixtures;
import io.pawstream.transformer.testing.Models;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients against central differences of the loss, and against each other. */
class GradientTest {
  private static final float STEP = 0x1p-7f;

  private static final TokenBatch BATCH =
      TokenBatch.of(
          List.of(
              Fixtures.tokens(9, 17, 1), Fixtures.tokens(4, 17, 2), Fixtures.tokens(15, 17, 3)));

  /** Most rows, one of them twice, with different weights. */
  private static final LossRows ROWS = rows();

  private static LossRows rows() {
    int[] rows = Fixtures.allRows(25);
    rows[3] = 20;
    float[] weights = new float[25];
    for (int i = 0; i < 25; i++) {
      weights[i] = 0.3f + i % 4;
    }
    return new LossRows(rows, Fixtures.tokens(25, 17, 4), weights);
  }

  @ParameterizedTest
  @CsvSource({
    "QWEN3, true, KEEP",
    "QWEN3, false, RECOMPUTE",
    "GPT2, true, KEEP",
    "GPT2, false, RECOMPUTE"
  })
  void gradientsOfAllWeights(Architecture architecture, boolean tied, Memory memory) {
    Transformer model = Models.model(architecture, tied);
    assertThat(worst(model, null, model.parameters(), memory)).isLessThan(1e-2);
  }

  @ParameterizedTest
  @CsvSource({"QWEN3, KEEP", "QWEN3, RECOMPUTE", "GPT2, KEEP"})
  void gradientsOfAnAdapter(Architecture architecture, Memory memory) {
    Transformer model = Models.model(architecture, true);
    LoraAdapter adapter = Models.adapter(model, 3, 5);
    assertThat(worst(model, adapter, adapter.parameters(), memory)).isLessThan(1e-2);
  }

  @Test
  void gradientsOfWeightsAndAdapterTogether() {
    Transformer model = Models.model(Architecture.QWEN3, true);
    LoraAdapter adapter = Models.adapter(model, 2, 4);
    List<Parameter> all =
        Stream.concat(model.parameters().stream(), adapter.parameters().stream()).toList();
    assertThat(worst(model, adapter, all, Memory.KEEP)).isLessThan(1e-2);
  }

  @ParameterizedTest
  @EnumSource(Architecture.class)
  void anAdapterOnUpperBlocksHasTheSameGradientsThere(Architecture architecture) {
    Transformer model = Models.model(architecture, true);
    LoraAdapter whole = Models.adapter(model, 3, 5);
    Map<String, LoraLayer> upper = new LinkedHashMap<>(whole.layers());
    upper.keySet().removeIf(name -> name.startsWith("blk.0."));
    LoraAdapter part = new LoraAdapter(whole.architecture(), whole.alpha(), upper);
    assertThat(worst(model, part, part.parameters(), Memory.KEEP)).isLessThan(1e-2);
  }

  @Test
  void gradientsAddUpUntilCleared() {
    Transformer model = Models.model(Architecture.QWEN3, true);
    Gradients once = new Gradients(model.parameters());
    Gradients twice = new Gradients(model.parameters());
    try (Workers workers = new Workers(1)) {
      TrainingPass pass = pass(model, workers, Memory.KEEP);
      pass.run(BATCH, ROWS, null, once);
      pass.run(BATCH, ROWS, null, twice);
      pass.run(BATCH, ROWS, null, twice);
    }
    assertThat(twice.norm()).isCloseTo(2 * once.norm(), within(once.norm() * 1e-5));
    twice.clear();
    assertThat(twice.norm()).isZero();
  }

  private static TrainingPass pass(Transformer model, Workers workers, Memory memory) {
    return new TrainingPass(model, Compute.of(new JavaGemm(), workers), memory);
  }

  /**
   * The worst relative error over some elements of each parameter. An element that is small beside
   * the others of its parameter is measured by their mean size: differences of floats have noise.
   */
  private static double worst(
      Transformer model, LoraAdapter adapter, List<Parameter> parameters, Memory memory) {
    Gradients gradients = new Gradients(parameters);
    double worst = 0;
    try (Workers workers = new Workers(1)) {
      TrainingPass pass = pass(model, workers, memory);
      pass.run(BATCH, ROWS, adapter, gradients);
      SplittableRandom random = new SplittableRandom(5);
      for (Parameter parameter : parameters) {
        Matrix value = parameter.value();
        Matrix gradient = gradients.of(parameter);
        double size = rootMeanSquare(gradient);
        assertThat(size).as(parameter.name()).isPositive();
        for (int i = 0; i < 12; i++) {
          int row = random.nextInt(value.rows());
          int col = random.nextInt(value.cols());
          double expected = derivative(pass, adapter, value, row, col);
          double error = Math.abs(expected - gradient.get(row, col));
          worst = Math.max(worst, error / Math.max(Math.abs(expected), size));
        }
      }
    }
    return worst;
  }

  /** Central differences with two steps, combined so that the third derivative drops out. */
  private static double derivative(
      TrainingPass pass, LoraAdapter adapter, Matrix value, int row, int col) {
    double wide = difference(pass, adapter, value, row, col, STEP);
    double narrow = difference(pass, adapter, value, row, col, STEP / 2);
    return (4 * narrow - wide) / 3;
  }

  private static double difference(
      TrainingPass pass, LoraAdapter adapter, Matrix value, int row, int col, float step) {
    float before = value.get(row, col);
    value.put(row, col, before + step);
    double above = pass.evaluate(BATCH, ROWS, adapter).value();
    value.put(row, col, before - step);
    double below = pass.evaluate(BATCH, ROWS, adapter).value();
    value.put(row, col, before);
    return (above - below) / (2 * step);
  }

  private static double rootMeanSquare(Matrix matrix) {
    double sum = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      for (float x : matrix.toArray(i)) {
        sum += x * x;
      }
    }
    return Math.sqrt(sum / matrix.rows() / matrix.cols());
  }
}
