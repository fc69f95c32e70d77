package io.pawstream.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.engine.blas.testing.Texts;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's labels and log probabilities against those of {@code llama}, which rounds
 * activations to 8 bits: so they are close and not equal.
 */
class AgreementTest {
  private static final Logger LOG = LoggerFactory.getLogger(AgreementTest.class);
  private static final int RECORDS = 1000;

  /** Records whose log probabilities are compared, too. */
  private static final int SCORED = 100;

  /** What rounded activations may move a label's log probability by, in nats. */
  private static final double NOISE = 0.6;

  private static Paw llama;
  private static Paw blas;

  @BeforeAll
  static void open() {
    llama = Paw.open(PawOptions.DEFAULT.withEngine(options("llama", Weights.STORED)));
    blas = Paw.open(PawOptions.DEFAULT.withEngine(options("blas", Weights.STORED)));
  }

  @AfterAll
  static void close() {
    llama.close();
    blas.close();
  }

  private static EngineOptions options(String engine, Weights weights) {
    return EngineOptions.builder().engine(engine).weights(weights).cacheBytes(0).build();
  }

  private static List<Answer> answers(
      Paw paw, String reference, ProgramOptions options, List<String> texts)
      throws InterruptedException {
    try (PawProgram program = paw.load(reference, options)) {
      List<CompletableFuture<Served>> served = new ArrayList<>();
      for (String text : texts) {
        served.add(program.serve(text));
      }
      return served.stream().map(one -> (Answer) one.join().outcome()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"intent", "log", "routing", "sentiment", "urgency"})
  void labelsAreEqualWhereTheMarginIsAboveTheNoise(String name) throws InterruptedException {
    String program = Texts.program(name);
    List<String> texts = Texts.of(RECORDS);
    List<Answer> expected = answers(llama, program, ProgramOptions.DEFAULT, texts);
    List<Answer> actual = answers(blas, program, ProgramOptions.DEFAULT, texts);
    List<String> near = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Answer a = actual.get(i);
      Answer e = expected.get(i);
      if (!a.value().equals(e.value())) {
        String difference =
            "record %d: llama %s, margin %.3f; blas %s, margin %.3f"
                .formatted(i, e.value(), e.margin(), a.value(), a.margin());
        (Math.max(a.margin(), e.margin()) > NOISE ? wrong : near).add(difference);
      }
    }
    LOG.info("{}: {} of {} labels differ, all near ties: {}", name, near.size(), RECORDS, near);
    assertThat(wrong).as("labels that differ by more than noise").isEmpty();
    assertThat(near).as("near ties").hasSizeLessThan(RECORDS / 50);
  }

  @ParameterizedTest
  @ValueSource(strings = {"intent", "log", "routing", "sentiment", "urgency"})
  void logProbabilitiesOfAllLabelsAreClose(String name) throws InterruptedException {
    String program = Texts.program(name);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    List<String> texts = Texts.of(SCORED);
    List<Answer> expected = answers(llama, program, scores, texts);
    List<Answer> actual = answers(blas, program, scores, texts);
    double most = 0;
    for (int i = 0; i < SCORED; i++) {
      for (int label = 0; label < expected.get(i).scores().size(); label++) {
        var e = expected.get(i).scores().get(label);
        var a = actual.get(i).scores().get(label);
        assertThat(a.label()).isEqualTo(e.label());
        most = Math.max(most, Math.abs(a.logProb() - e.logProb()));
        most = Math.max(most, Math.abs(a.logProbWithEnd() - e.logProbWithEnd()));
      }
      assertThat(actual.get(i).confidence() - expected.get(i).confidence())
          .as("record %d", i)
          .isBetween(-NOISE, NOISE);
    }
    LOG.info("{}: log probabilities differ by at most {} nats", name, most);
    assertThat(most).isLessThan(NOISE);
  }

  @ParameterizedTest
  @EnumSource
  void allWaysToKeepWeightsGiveTheSame(Weights weights) throws InterruptedException {
    String program = Texts.program("routing");
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    List<String> texts = Texts.of(SCORED);
    List<Answer> expected = answers(blas, program, scores, texts);
    try (Paw other = Paw.open(PawOptions.DEFAULT.withEngine(options("blas", weights)))) {
      List<Answer> actual = answers(other, program, scores, texts);
      for (int i = 0; i < SCORED; i++) {
        for (int label = 0; label < expected.get(i).scores().size(); label++) {
          assertThat(actual.get(i).scores().get(label).logProb())
              .isCloseTo(
                  expected.get(i).scores().get(label).logProb(),
                  org.assertj.core.data.Offset.offset(1e-3));
        }
      }
    }
  }
}
