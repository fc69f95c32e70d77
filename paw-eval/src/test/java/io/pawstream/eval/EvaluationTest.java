package io.pawstream.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers against values computed by hand. */
class EvaluationTest {
  private static final double EXACT = 1e-12;

  /** Ten rows: 3 of 4 a, 2 of 4 b, c never answered, one failure. */
  private static final List<JudgedRow> ROWS =
      rows(
          "a a .95", "a a .85", "a a .75", "a b .65", //
          "b b .92", "b b .55", "b a .81", "b - 0", //
          "c a .62", "x b .45");

  private static List<JudgedRow> rows(String... lines) {
    List<JudgedRow> rows = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.split(" ", 3);
      rows.add(
          new JudgedRow(
              rows.size() + 1L,
              words[0],
              words[1].equals("-") ? null : words[1],
              Double.parseDouble(words[2]),
              100L * (rows.size() + 1)));
    }
    return rows;
  }

  private static Evaluation evaluation(List<String> labels, List<JudgedRow> rows, int listed) {
    EvaluationTally tally = new EvaluationTally(labels, listed);
    rows.forEach(tally::add);
    return tally.result();
  }

  private static Coverage coverage(List<JudgedRow> rows) {
    return evaluation(List.of(), rows, 1).coverage();
  }

  private static Reliability reliability(List<JudgedRow> rows) {
    return evaluation(List.of(), rows, 1).reliability();
  }

  @Test
  void countsWhatIsRight() {
    Evaluation evaluation = evaluation(List.of("a", "b", "c"), ROWS, 3);

    assertThat(evaluation.accuracy()).isEqualTo(new Share(5, 10));
    assertThat(evaluation.failures()).isEqualTo(1);
    Confusion confusion = evaluation.confusion();
    assertThat(confusion.counts())
        .containsExactly(
            List.of(3L, 1L, 0L, 0L),
            List.of(1L, 2L, 0L, 1L),
            List.of(1L, 0L, 0L, 0L),
            List.of(0L, 1L, 0L, 0L));
    assertThat(confusion.outside()).isEqualTo(1);
    assertThat(confusion.unanswered()).isEqualTo(1);
    assertThat(confusion.qualities())
        .containsExactly(
            new LabelQuality("a", 4, 5, 3),
            new LabelQuality("b", 4, 4, 2),
            new LabelQuality("c", 1, 0, 0));
    // F1: 2*3/(4+5), 2*2/(4+4), 0/(1+0)
    assertThat(evaluation.macroF1()).isCloseTo((6 / 9.0 + 0.5 + 0) / 3, within(EXACT));
    assertThat(evaluation.slowest()).extracting(JudgedRow::number).containsExactly(10L, 9L, 8L);
    assertThat(evaluation.leastCertain())
        .extracting(JudgedRow::number)
        .containsExactly(10L, 6L, 9L);
    assertThat(evaluation.mostCertainWrong())
        .extracting(JudgedRow::number)
        .containsExactly(7L, 4L, 9L);
  }

  @Test
  void qualityOfALabelThatNeverOccursIsNotANumber() {
    LabelQuality never = new LabelQuality("a", 0, 0, 0);
    LabelQuality good = new LabelQuality("b", 8, 5, 4);

    assertThat(List.of(never.precision(), never.recall(), never.f1())).containsOnly(Double.NaN);
    assertThat(good.precision()).isEqualTo(0.8);
    assertThat(good.recall()).isEqualTo(0.5);
    assertThat(good.f1()).isCloseTo(2 * 0.8 * 0.5 / 1.3, within(EXACT));
  }

  @Test
  void freeTextHasNoConfusion() {
    Evaluation evaluation = evaluation(List.of(), ROWS, 1);

    assertThat(evaluation.confusion()).isNull();
    assertThat(evaluation.macroF1()).isNaN();
    assertThat(evaluation.accuracy().part()).isEqualTo(5);
  }

  @Test
  void theCalibrationErrorWeighsTheGapsOfTheBins() {
    Reliability reliability = reliability(ROWS);

    // nine answers; sums of confidence less right answers in the bins .4 .5 .6 .7 .8 .9
    double gaps =
        (0.45 - 0)
            + Math.abs(0.55 - 1)
            + (0.65 + 0.62 - 0)
            + Math.abs(0.75 - 1)
            + Math.abs(0.85 + 0.81 - 1)
            + Math.abs(0.95 + 0.92 - 2);
    assertThat(reliability.error()).isCloseTo(gaps / 9, within(EXACT));
    assertThat(reliability.bins()).hasSize(Reliability.BINS);
    Reliability.Bin eighty = reliability.bins().get(8);
    assertThat(eighty.count()).isEqualTo(2);
    assertThat(eighty.confidence()).isCloseTo(0.83, within(EXACT));
    assertThat(eighty.accuracy()).isEqualTo(0.5);
    assertThat(reliability.bins().get(0).accuracy()).isNaN();
    // 1 belongs to the last bin
    assertThat(reliability(rows("a a 1")).bins().get(9).count()).isEqualTo(1);
    assertThat(reliability(rows("a - 0")).error()).isNaN();
  }

  @Test
  void coverageIsOfAllRowsAndEqualConfidencesGoTogether() {
    Coverage coverage = coverage(rows("a a .9", "a b .8", "a a .8", "a a .7", "a - 0"));

    assertThat(coverage.points())
        .containsExactly(
            new Coverage.Point(0.9, 0.2, 1),
            new Coverage.Point(0.8, 0.6, 2 / 3.0),
            new Coverage.Point(0.7, 0.8, 0.75));
    assertThat(coverage.widest(0.7)).contains(new Coverage.Point(0.7, 0.8, 0.75));
    assertThat(coverage.widest(0.8)).contains(new Coverage.Point(0.9, 0.2, 1));
    assertThat(coverage(rows("a b .9")).widest(0.1)).isEmpty();
    assertThat(coverage.sampled(2))
        .containsExactly(coverage.points().get(0), coverage.points().get(2));
    assertThat(coverage(List.of()).points()).isEmpty();
  }

  @Test
  void thresholdsAreRoundedDownSoThatTheirOwnAnswersPass() {
    List<JudgedRow> rows = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      double confidence = i % 2 == 0 ? random.nextDouble() : i / 1e6;
      rows.add(new JudgedRow(i + 1L, "a", "a", confidence, 1));
    }

    for (Coverage.Point point : coverage(rows).sampled(200)) {
      double threshold = point.threshold();
      long kept = rows.stream().filter(row -> row.confidence() >= threshold).count();
      assertThat((double) kept / rows.size()).isEqualTo(point.coverage());
      assertThat(Double.parseDouble(String.format(Locale.ROOT, "%.6f", threshold)))
          .isEqualTo(threshold);
    }
    assertThat(coverage(rows("a a 1", "a b 1")).points())
        .containsExactly(new Coverage.Point(1, 1, 0.5));
  }

  /** As statsmodels computes them: {@code proportion_confint(part, of, method="wilson")}. */
  @ParameterizedTest
  @CsvSource({
    "5, 10, 0.236593, 0.763407",
    "0, 10, 0, 0.277533",
    "10, 10, 0.722467, 1",
    "140, 260, 0.477746, 0.598057",
  })
  void theIntervalIsWilsons(long part, long of, double low, double high) {
    Share share = new Share(part, of);

    assertThat(share.low()).isCloseTo(low, within(1e-6));
    assertThat(share.high()).isCloseTo(high, within(1e-6));
  }

  @Test
  void aShareOfNothingIsNotANumber() {
    assertThat(new Share(0, 0).low()).isNaN();
    assertThat(new Share(0, 0).value()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aConfidenceIsAShare(double confidence) {
    assertThatThrownBy(() -> new JudgedRow(3, "a", "a", confidence, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row=3");
  }
}
