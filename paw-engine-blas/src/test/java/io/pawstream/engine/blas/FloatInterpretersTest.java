package io.pawstream.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.engine.blas.testing.RandomModel;
import io.pawstream.engine.blas.testing.Texts;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.transformer.ModelShape.Architecture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Interpreters whose weights are floats, so that {@code llama} does not round activations to 8
 * bits: what is left is its keys and values of 16 bits. Labels of several tokens that begin each
 * other.
 */
class FloatInterpretersTest {
  private static final List<String> LABELS =
      List.of("bug", "bug report", "billing question", "billing", "please refund", "other");

  private static final double TOLERANCE = 5e-3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void labelsAreScoredAsLlamaDoes(Architecture architecture) throws Exception {
    RandomModel model = RandomModel.write(folder, architecture, true, LABELS);
    ProgramOptions scores = ProgramOptions.DEFAULT.withScores(true);
    try (Paw llama = open(model.interpreter(), "llama");
        Paw blas = open(model.interpreter(), "blas");
        PawProgram expecting = llama.load(model.program(), scores);
        PawProgram answering = blas.load(model.program(), scores);
        PawProgram plain = blas.load(model.program())) {
      for (String text : Texts.of(60)) {
        String input = text.substring(0, Math.min(80, text.length()));
        Answer expected = (Answer) expecting.apply(input);
        Answer actual = (Answer) answering.apply(input);
        for (int i = 0; i < LABELS.size(); i++) {
          var e = expected.scores().get(i);
          var a = actual.scores().get(i);
          assertThat(a.logProb()).isCloseTo(e.logProb(), within(TOLERANCE));
          assertThat(a.logProbWithEnd()).isCloseTo(e.logProbWithEnd(), within(TOLERANCE));
        }
        assertThat(actual.confidence()).isCloseTo(expected.confidence(), within(TOLERANCE));
        if (expected.margin() > TOLERANCE) {
          assertThat(actual.value()).isEqualTo(expected.value());
        }
        // without scores only what may win is computed
        Answer quick = (Answer) plain.apply(input);
        assertThat(quick.confidence()).isCloseTo(actual.confidence(), within(2e-3));
      }
    }
  }

  private static Paw open(String interpreter, String engine) {
    return Paw.open(
        PawOptions.DEFAULT
            .withInterpreter(interpreter)
            .withEngine(EngineOptions.builder().engine(engine).cacheBytes(0).build()));
  }
}
