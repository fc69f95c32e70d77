package io.pawstream.transformer.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.transformer.math.Matrix;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.optim.LearningRate.Decay;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdamWTest {
  private final Parameter weight = new Parameter("w", Matrix.row(1, -2), true);
  private final Parameter bias = new Parameter("b", Matrix.row(3), false);
  private final Gradients gradients = new Gradients(List.of(weight, bias));

  private void step(AdamW adam, double rate, float first, float second, float third) {
    gradients.of(weight).put(0, new float[] {first, second});
    gradients.of(bias).put(0, new float[] {third});
    try (Workers workers = new Workers(2)) {
      adam.step(rate, workers);
    }
  }

  /** The formulas of the paper in doubles. */
  @Test
  void stepsAreThoseOfThePaper() {
    double[] g1 = {0.5, -1e-3, 0};
    double[] g2 = {-0.25, 2, 4};
    AdamW adam = new AdamW(gradients, new AdamW.Settings(0.9, 0.98, 0.1));
    step(adam, 0.01, (float) g1[0], (float) g1[1], (float) g1[2]);
    step(adam, 0.02, (float) g2[0], (float) g2[1], (float) g2[2]);

    double[] x = {1, -2, 3};
    for (int i = 0; i < 3; i++) {
      double decay = i < 2 ? 0.1 : 0;
      double m = 0.1 * g1[i];
      double v = 0.02 * g1[i] * g1[i];
      x[i] -= 0.01 * (m / 0.1 / (Math.sqrt(v / 0.02) + 1e-8) + decay * x[i]);
      m = 0.9 * m + 0.1 * g2[i];
      v = 0.98 * v + 0.02 * g2[i] * g2[i];
      double corrected = Math.sqrt(v / (1 - 0.98 * 0.98)) + 1e-8;
      x[i] -= 0.02 * (m / (1 - 0.81) / corrected + decay * x[i]);
    }
    assertThat((double) weight.value().get(0, 0)).isCloseTo(x[0], within(1e-6));
    assertThat((double) weight.value().get(0, 1)).isCloseTo(x[1], within(1e-6));
    assertThat((double) bias.value().get(0, 0)).isCloseTo(x[2], within(1e-6));
  }

  @Test
  void clippingShortensAllTogether() {
    gradients.of(weight).put(0, new float[] {3, 0});
    gradients.of(bias).put(0, new float[] {-4});
    assertThat(gradients.clip(10)).isEqualTo(5);
    assertThat(gradients.norm()).isEqualTo(5);
    assertThat(gradients.clip(1)).isEqualTo(5);
    assertThat(gradients.of(weight).get(0, 0)).isCloseTo(0.6f, within(1e-6f));
    assertThat(gradients.of(bias).get(0, 0)).isCloseTo(-0.8f, within(1e-6f));
  }

  @Test
  void othersAreFrozen() {
    assertThat(gradients.of(Matrix.row(1))).isNull();
    Parameter other = new Parameter("other", Matrix.row(1), true);
    assertThatThrownBy(() -> gradients.of(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter=other");
  }

  @ParameterizedTest
  @CsvSource({
    "LINEAR, 0, 0.1",
    "LINEAR, 9, 1",
    "LINEAR, 10, 1",
    "LINEAR, 60, 0.6",
    "LINEAR, 110, 0.2",
    "LINEAR, 500, 0.2",
    "COSINE, 4, 0.5",
    "COSINE, 10, 1",
    "COSINE, 35, 0.88284",
    "COSINE, 60, 0.6",
    "COSINE, 110, 0.2"
  })
  void theRateRisesAndFalls(Decay decay, int step, double expected) {
    LearningRate rate = new LearningRate(3, 10, 110, 0.2, decay);
    assertThat(rate.at(step)).isCloseTo(3 * expected, within(1e-4));
  }

  @Test
  void ratesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new LearningRate(Double.NaN, 0, 1, 0, Decay.LINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("peak=NaN");
    assertThatThrownBy(() -> new LearningRate(1, 11, 10, 0, Decay.LINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("warmUp=11");
  }
}
