package io.pawstream.benchmarks.internal.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.benchmarks.internal.model.RandomProgram;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.benchmarks.internal.rows.TokenCounter;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.ProgramBundle;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lengths in tokens of {@code paw-tiny}, whose vocabulary random interpreters have too. */
class WorkloadTest {
  private static final List<String> MESSAGES =
      IntStream.range(0, 60)
          .mapToObj(i -> "Hello, invoice " + i + " of last month is wrong, please answer by noon.")
          .toList();
  private static final List<String> LOG = List.of("INFO http: GET /health 200", "WARN disk full");

  @TempDir private Path directory;

  private TokenCounter counter() throws Exception {
    Path program = directory.resolve("random.paw");
    RandomProgram.write(program, Shape.PAW_TINY, 1);
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    return new TokenCounter(tiny, ProgramBundle.read(program));
  }

  @ParameterizedTest
  @EnumSource(
      value = Workload.class,
      names = {"MESSAGES", "LABELS_2", "LABELS_50", "EXTRACTION"})
  void messagesHave20To60TokensSpreadEvenly(Workload workload) throws Exception {
    try (TokenCounter tokens = counter()) {
      List<String> texts = workload.texts(MESSAGES, LOG, tokens, 2000);

      int[] lengths = texts.stream().mapToInt(tokens).toArray();
      assertThat(lengths).hasSize(256);
      assertThat(IntStream.of(lengths).min().orElse(0)).isBetween(20, 30);
      assertThat(IntStream.of(lengths).max().orElse(0)).isBetween(50, 60);
      assertThat(IntStream.of(lengths).average().orElse(0)).isBetween(33.0, 45.0);
      assertThat(workload.texts(MESSAGES, LOG, tokens, 2000)).isEqualTo(texts);
    }
  }

  @Test
  void longTextsHave500TokensOrWhatThereIsRoomFor() throws Exception {
    try (TokenCounter tokens = counter()) {
      assertThat(Workload.LONG.texts(MESSAGES, LOG, tokens, 2000))
          .allSatisfy(text -> assertThat(tokens.applyAsInt(text)).isBetween(492, 508));
      assertThat(Workload.LONG.texts(MESSAGES, LOG, tokens, tokens.room(512)))
          .allSatisfy(text -> assertThat(tokens.applyAsInt(text)).isBetween(150, 290));
    }
  }

  @Test
  void textsToExtractFromHoldOrdersThatDiffer() throws Exception {
    try (TokenCounter tokens = counter()) {
      List<String> texts = Workload.EXTRACTION.texts(MESSAGES, LOG, tokens, 2000);
      assertThat(texts).allMatch(text -> text.matches("My order is ORD-\\d{4}\\. .*"));
      assertThat(new HashSet<>(texts.stream().map(text -> text.substring(12, 20)).toList()))
          .hasSize(256);
    }
  }

  @Test
  void labelSetsHaveTheSizesOfTheirNames() {
    assertThat(Workload.LABELS_2.options(ProgramOptions.DEFAULT).labels()).hasSize(2);
    assertThat(Workload.LABELS_50.options(ProgramOptions.DEFAULT).labels())
        .hasSize(50)
        .doesNotHaveDuplicates();
    assertThat(Workload.EXTRACTION.options(ProgramOptions.DEFAULT).labels()).isEmpty();
    assertThat(Workload.MESSAGES.options(ProgramOptions.DEFAULT)).isEqualTo(ProgramOptions.DEFAULT);
  }

  @Test
  void saysWhatCannotBeMade() {
    assertThatThrownBy(() -> new TextMaker(List.of("a"), text -> 100).texts(1, 20, 60))
        .hasMessage("the sentences must give texts of a length: least=20, most=40 tokens");
    assertThatThrownBy(() -> new TextMaker(List.of(" "), String::length))
        .hasMessage("there must be words to make texts of: words=0");
    assertThatThrownBy(() -> Workload.named("short"))
        .hasMessageStartingWith("--workload must be all or one of [messages, log,");
  }
}
