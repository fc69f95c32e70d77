package io.pawstream.benchmarks.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomModelTest {
  private static final Shape QWEN3 =
      new Shape(
          "qwen3-small",
          new HyperParameters(Architecture.QWEN3, 2, 512, 256, 512, 4, 2, 64, 64),
          6200);
  private static final Shape GPT2 =
      new Shape(
          "gpt2-small",
          new HyperParameters(Architecture.GPT2, 2, 512, 256, 512, 4, 4, 64, 64),
          6200);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"QWEN3, Q6_K", "QWEN3, Q8_0", "GPT2, Q8_0", "GPT2, Q6_K"})
  void passesOurChecksAndDecodesFiniteNumbers(Architecture architecture, GgufType type)
      throws Exception {
    Shape shape = architecture == Architecture.QWEN3 ? QWEN3 : GPT2;
    Path interpreter = directory.resolve("random.gguf");
    Path program = directory.resolve("random.paw");
    RandomInterpreter.write(interpreter, shape, type, 7);
    RandomProgram.write(program, shape, 7);

    PawOptions options =
        PawOptions.DEFAULT
            .withInterpreter(interpreter.toString())
            .withUnpinnedInterpreter(true)
            .withEngine(
                EngineOptions.builder().contextTokens(512).closeGrace(Duration.ZERO).build());
    try (Paw paw = Paw.open(options)) {
      PawProgram labels = paw.load(program.toString());
      assertThat(labels.prefixTokens()).hasSizeBetween(200, 270);
      Answer label = (Answer) labels.apply("the app does not start");
      assertThat(label.value()).isIn("billing", "bug", "payment", "question");
      assertThat(label.confidence()).isBetween(0.25, 1.0);

      PawProgram text =
          paw.load(
              program.toString(), ProgramOptions.DEFAULT.withLabels(List.of()).withMaxTokens(4));
      assertThat(((Answer) text.apply("hello")).finish())
          .isIn(FinishReason.LENGTH, FinishReason.STOP);
    }
  }

  @Test
  void theAdapterForQwen3HasTheSizeOfThoseTheHostedCompilerMakes() throws IOException {
    Path program = directory.resolve("random.paw");
    RandomProgram.write(program, Shape.QWEN3_06B, 1);
    assertThat(ProgramBundle.read(program).adapter().fileSize()).isEqualTo(22_735_040);
  }

  @Test
  void equalSeedsGiveEqualFiles() throws IOException {
    Path first = directory.resolve("first.gguf");
    Path second = directory.resolve("second.gguf");
    RandomInterpreter.write(first, QWEN3, GgufType.Q6_K, 3);
    RandomInterpreter.write(second, QWEN3, GgufType.Q6_K, 3);
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    RandomInterpreter.write(second, QWEN3, GgufType.Q6_K, 4);
    assertThat(Files.mismatch(first, second)).isNotEqualTo(-1);
  }

  @Test
  void leavesNothingBehindWhenItFails() throws IOException {
    Path target = directory.resolve("never");
    assertThatThrownBy(
            () ->
                NewFile.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"1, 3C00", "0.5, 3800", "65504, 7BFF", "0.00006103515625, 0400", "0.1, 2E66"})
  void halvesAreThoseOfIeee754(double value, String hex) {
    assertThat(RandomBlocks.half(value)).isEqualTo((short) Integer.parseInt(hex, 16));
  }
}
