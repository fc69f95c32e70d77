package io.pawstream.engine.jllama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.engine.blas.testing.RandomModel;
import io.pawstream.engine.blas.testing.Texts;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.transformer.ModelShape.Architecture;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's labels, log probabilities and texts against those of {@code llama} and {@code blas},
 * all three in one process, on a GPT-2 with random weights as floats: no activation is rounded to 8
 * bits. What is left are the keys and values of 16 bits of both llama.cpp, and kernels that add in
 * another order. Labels of several tokens that begin each other.
 */
@Timeout(120)
class AgreementTest {
  private static final Logger LOG = LoggerFactory.getLogger(AgreementTest.class);

  private static final List<String> LABELS =
      List.of("bug", "bug report", "billing question", "billing", "please refund", "other");

  /** Nats; what {@code blas} is held to against {@code llama} on the same interpreters. */
  private static final double TOLERANCE = 5e-3;

  private static final int RECORDS = 60;

  @TempDir Path folder;

  @ParameterizedTest(name = "tied {0}")
  @ValueSource(booleans = {true, false})
  void labelsAndTextsAreThoseOfTheOtherEngines(boolean tied) throws Exception {
    RandomModel model = RandomModel.write(folder, Architecture.GPT2, tied, LABELS);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    ProgramOptions text = ProgramOptions.DEFAULT.withLabels(List.of()).withMaxTokens(4);
    try (Paw jllama = open(model, "jllama");
        Paw llama = open(model, "llama");
        Paw blas = open(model, "blas");
        PawProgram asked = jllama.load(model.program(), scores);
        PawProgram quick = jllama.load(model.program());
        PawProgram texts = jllama.load(model.program(), text);
        PawProgram byLlama = llama.load(model.program(), scores);
        PawProgram byBlas = blas.load(model.program(), scores);
        PawProgram textsByLlama = llama.load(model.program(), text)) {
      assertThat(asked.engineName()).isEqualTo("jllama");
      assertThat(texts.engineName()).isEqualTo("jllama");
      List<Answer> actual = answers(asked);
      double fromLlama = compare(actual, answers(byLlama));
      double fromBlas = compare(actual, answers(byBlas));
      LOG.info("most nats from llama {}, from blas {}", fromLlama, fromBlas);
      List<Answer> without = answers(quick);
      for (int i = 0; i < RECORDS; i++) {
        // without scores only what may win is computed
        assertThat(without.get(i).confidence()).isCloseTo(actual.get(i).confidence(), within(2e-3));
      }
      List<Answer> decoded = answers(texts);
      List<Answer> expected = answers(textsByLlama);
      int equal = 0;
      for (int i = 0; i < RECORDS; i++) {
        assertThat(decoded.get(i).kind()).isEqualTo(Answer.Kind.TEXT);
        boolean same = decoded.get(i).value().equals(expected.get(i).value());
        // the margin is the smallest of all tokens
        assertThat(same || expected.get(i).margin() < TOLERANCE).as("text %d", i).isTrue();
        equal += same ? 1 : 0;
      }
      assertThat(equal).isGreaterThan(RECORDS * 3 / 4);
    }
  }

  private static Paw open(RandomModel model, String engine) {
    return Paw.open(
        PawOptions.DEFAULT
            .withInterpreter(model.interpreter())
            .withEngine(EngineOptions.builder().engine(engine).cacheBytes(0).build()));
  }

  /** All at once, so that micro-batches are full. */
  private static List<Answer> answers(PawProgram program) throws InterruptedException {
    return Texts.of(RECORDS).stream()
        .map(text -> text.substring(0, Math.min(80, text.length())))
        .map(program::serve)
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .map(served -> (Answer) served.outcome())
        .toList();
  }

  /** The largest difference of a log probability. */
  private static double compare(List<Answer> actual, List<Answer> expected) {
    double most = 0;
    for (int i = 0; i < RECORDS; i++) {
      for (int label = 0; label < LABELS.size(); label++) {
        LabelScore a = actual.get(i).scores().get(label);
        LabelScore e = expected.get(i).scores().get(label);
        assertThat(a.label()).isEqualTo(e.label());
        assertThat(a.logProb()).isCloseTo(e.logProb(), within(TOLERANCE));
        assertThat(a.logProbWithEnd()).isCloseTo(e.logProbWithEnd(), within(TOLERANCE));
        most = Math.max(most, Math.abs(a.logProb() - e.logProb()));
      }
      assertThat(actual.get(i).confidence())
          .isCloseTo(expected.get(i).confidence(), within(TOLERANCE));
      if (expected.get(i).margin() > TOLERANCE) {
        assertThat(actual.get(i).value()).isEqualTo(expected.get(i).value());
      }
    }
    return most;
  }
}
