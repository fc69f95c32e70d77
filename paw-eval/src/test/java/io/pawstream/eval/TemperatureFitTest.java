package io.pawstream.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.program.Calibration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureFitTest {
  private record Row(int expected, double... logProbs) {}

  private static Row row(int expected, double... logProbs) {
    return new Row(expected, logProbs);
  }

  private static ScoreSample sample(List<Row> rows) {
    ScoreSample sample = new ScoreSample(rows.get(0).logProbs().length);
    rows.forEach(row -> sample.add(new LabelScores(row.logProbs()), row.expected()));
    return sample;
  }

  @Test
  void ofOneOddsTheTemperatureIsInClosedForm() {
    // two labels at odds of e^4 throughout, right in 3 of 4 rows: best where e^(4/T) = 3
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      // both halves alike: right, right, right, wrong in pairs
      rows.add(row(i / 2 % 4 == 3 ? 1 : 0, 0, -4));
    }

    TemperatureFit.Fit fit = TemperatureFit.of(sample(rows));

    assertThat(fit.temperature()).isCloseTo(4 / Math.log(3), within(1e-3));
    assertThat(fit.rows()).isEqualTo(400);
    assertThat(fit.errorBefore()).isCloseTo(1 / (1 + Math.exp(-4)) - 0.75, within(1e-9));
    assertThat(fit.errorAfter()).isCloseTo(0, within(1e-3));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.4, 1, 2.5})
  void findsTheTemperatureThatLabelsWereDrawnAt(double temperature) {
    Random random = new Random(7);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      double[] scores = random.doubles(4, -6, 0).toArray();
      LabelScores drawn = new LabelScores(scores);
      double pick = random.nextDouble();
      int label = 0;
      while (label < 3 && pick > drawn.confidence(label, temperature)) {
        pick -= drawn.confidence(label++, temperature);
      }
      rows.add(row(label, scores));
    }

    TemperatureFit.Fit fit = TemperatureFit.of(sample(rows));

    assertThat(fit.temperature()).isCloseTo(temperature, within(0.04 * temperature));
    assertThat(fit.errorAfter()).isLessThan(0.02);
    // no temperature nearby is better
    for (double other : new double[] {0.98, 1.02}) {
      assertThat(TemperatureFit.loss(sample(rows), fit.temperature()))
          .isLessThan(TemperatureFit.loss(sample(rows), other * fit.temperature()));
    }
  }

  @Test
  void staysWithinTheBounds() {
    List<Row> sure = List.of(row(0, 0, -3), row(0, 0, -2));
    List<Row> wrong = List.of(row(1, 0, -3), row(1, 0, -2));

    assertThat(TemperatureFit.of(sample(sure)).temperature())
        .isCloseTo(Calibration.LEAST, within(1e-3))
        .isGreaterThanOrEqualTo(Calibration.LEAST);
    assertThat(TemperatureFit.of(sample(wrong)).temperature())
        .isCloseTo(Calibration.MOST, within(1e-3))
        .isLessThanOrEqualTo(Calibration.MOST);
    assertThatThrownBy(() -> TemperatureFit.of(sample(sure.subList(0, 1))))
        .hasMessageContaining("rows=1");
  }

  @Test
  void confidencesAreASoftmaxOverTheSet() {
    LabelScores scores = new LabelScores(new double[] {-1, -3, -2});
    double sum = Math.exp(-0.5) + Math.exp(-1.5) + Math.exp(-1);

    assertThat(scores.confidence(2, 2)).isCloseTo(Math.exp(-1) / sum, within(1e-12));
    // far below what a double can hold
    assertThat(new LabelScores(new double[] {-2000, -2001}).confidence(0, 1))
        .isCloseTo(1 / (1 + Math.exp(-1)), within(1e-12));
  }

  @Test
  void ofManyRowsEveryFewthIsKept() {
    ScoreSample sample = new ScoreSample(2, 4);
    ScoreSample wanted = new ScoreSample(2);
    for (int i = 0; i < 21; i++) {
      LabelScores scores = new LabelScores(new double[] {0, -i});
      sample.add(scores, i % 3 == 0 ? 1 : 0);
      if (i % 8 == 0) {
        wanted.add(scores, i % 3 == 0 ? 1 : 0);
      }
    }

    assertThat(sample.rows()).isEqualTo(3);
    assertThat(TemperatureFit.of(sample)).isEqualTo(TemperatureFit.of(wanted));
  }

  @Test
  void tellsWhichLabelsBeginOthers() {
    List<int[]> tokens = List.of(new int[] {5}, new int[] {5, 6}, new int[] {6}, new int[] {5, 7});

    assertThat(LabelScores.beginOthers(tokens)).containsExactly(true, false, false, false);
  }
}
