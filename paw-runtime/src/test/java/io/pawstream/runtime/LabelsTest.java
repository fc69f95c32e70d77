package io.pawstream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.LabelScore;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.testing.Programs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabelsTest {
  private static Paw paw;

  @BeforeAll
  static void open() {
    paw =
        Paw.open(
            PawOptions.DEFAULT.withEngine(
                EngineOptions.builder().deterministic(true).cacheBytes(0).build()));
  }

  @AfterAll
  static void close() {
    paw.close();
  }

  private static PawProgram load(ProgramOptions options) {
    return paw.load(Programs.path("intent.paw"), options);
  }

  private static PawProgram load(String... labels) {
    return load(ProgramOptions.DEFAULT.withLabels(List.of(labels)));
  }

  @Test
  void anAnswerIsAlwaysOfTheSet() throws InterruptedException {
    List<List<String>> sets =
        List.of(
            List.of("bug", "bug report", "bug report urgent"),
            List.of("search engine", "search", "create", "creation"),
            List.of("账单", "故障", "功能", "🐛", "é"),
            List.of("yes", "no"));
    for (List<String> labels : sets) {
      try (PawProgram program = load(ProgramOptions.DEFAULT.withLabels(labels))) {
        assertThat(program.labels()).isEqualTo(labels);
        for (String input : List.of("find my order", "", "删除", "add an item 🛒")) {
          Answer answer = (Answer) program.apply(input);
          assertThat(answer.value()).isIn(labels);
          assertThat(answer.kind()).isEqualTo(Answer.Kind.LABEL);
          assertThat(answer.finish()).isEqualTo(FinishReason.LABEL);
          assertThat(answer.confidence()).isBetween(1.0 / labels.size() - 1e-9, 1.0);
          assertThat(answer.margin()).isNotNegative();
          assertThat(answer.program()).isEqualTo(program.digest());
        }
      }
    }
  }

  @Test
  void theProgramsOwnLabelsAreTheDefaultAndTheirOrderDoesNotMatter() throws InterruptedException {
    try (PawProgram own = load(ProgramOptions.DEFAULT);
        PawProgram reversed = load("other", "delete", "create", "search")) {
      assertThat(own.labels()).containsExactly("search", "create", "delete", "other");
      Answer answer = (Answer) own.apply("Delete this file, please");
      Answer same = (Answer) reversed.apply("Delete this file, please");
      assertThat(answer.value()).isEqualTo("delete");
      assertThat(same.value()).isEqualTo("delete");
      assertThat(same.confidence()).isCloseTo(answer.confidence(), within(1e-6));
    }
  }

  @Test
  void aThousandLabelsCanBeTold() throws InterruptedException {
    List<String> labels = new ArrayList<>();
    IntStream.range(0, 996).forEach(i -> labels.add("item " + i));
    labels.addAll(List.of("search", "create", "delete", "other"));
    try (PawProgram program = load(ProgramOptions.DEFAULT.withLabels(labels))) {
      Answer answer = (Answer) program.apply("Delete this file, please");
      assertThat(answer.value()).isEqualTo("delete");
    }
  }

  @Test
  void scoresComeInTheOrderOfTheLabelsAndChangeNothing() throws InterruptedException {
    List<String> labels = List.of("bug", "bug report", "delete", "delete it all");
    ProgramOptions options = ProgramOptions.DEFAULT.withLabels(labels);
    try (PawProgram plain = load(options);
        PawProgram scoring = load(options.withScores(true))) {
      for (String input : List.of("remove it", "it crashed", "")) {
        Answer without = (Answer) plain.apply(input);
        Answer with = (Answer) scoring.apply(input);
        assertThat(without.scores()).isEmpty();
        assertThat(with.scores()).extracting(LabelScore::label).isEqualTo(labels);
        assertThat(with.value()).isEqualTo(without.value());
        assertThat(with.confidence()).isEqualTo(without.confidence());
        assertThat(with.margin()).isEqualTo(without.margin());
        // a label is likelier than a longer one that it begins, before the end is counted
        assertThat(with.scores().get(0).logProb()).isGreaterThan(with.scores().get(1).logProb());
        assertThat(with.scores().get(2).logProb()).isGreaterThan(with.scores().get(3).logProb());
        assertThat(with.scores())
            .allSatisfy(score -> assertThat(score.logProbWithEnd()).isLessThan(score.logProb()));
      }
    }
  }

  @Test
  void noLabelsMeanFreeText() throws InterruptedException {
    try (PawProgram program = load(ProgramOptions.DEFAULT.withLabels(List.of()))) {
      assertThat(program.labels()).isEmpty();
      Answer answer = (Answer) program.apply("Delete this file, please");
      assertThat(answer.kind()).isEqualTo(Answer.Kind.TEXT);
      assertThat(answer.value()).isEqualTo("delete");
      assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(List.of("only"), "labels=1"),
        Arguments.of(List.of("a", "b", "a"), "index=2 repeats index=0"),
        Arguments.of(List.of("a", ""), "must not be empty: index=1"),
        Arguments.of(List.of("a", " b"), "must not begin or end with white space: index=1"),
        Arguments.of(List.of("a", "b\n"), "index=1"),
        Arguments.of(List.of("a", "b\0c"), "control characters: index=1"),
        Arguments.of(List.of("a", "\ud800"), "surrogate pair: index=1"),
        Arguments.of(List.of("a", "x".repeat(257)), "bytes=257"),
        Arguments.of(Collections.nCopies(5000, "x"), "labels=5000"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("refused")
  void aBrokenLabelSetIsRefusedByName(List<String> labels, String message) {
    assertThatThrownBy(() -> load(ProgramOptions.DEFAULT.withLabels(labels)))
        .isInstanceOf(ProgramException.class)
        .hasMessageContainingAll("intent", message);
  }

  @Test
  void labelsThatLeaveNoRoomForAnInputAreRefused() {
    PawOptions narrow =
        PawOptions.DEFAULT.withEngine(EngineOptions.builder().contextTokens(64).build());
    String longLabel = "a b c d e f g h i j k l m n o p q r s t u v w x y z 1 2 3 4 5 6 7 8 9";
    try (Paw small = Paw.open(narrow)) {
      assertThatThrownBy(
              () ->
                  small.load(
                      Programs.path("intent.paw"),
                      ProgramOptions.DEFAULT.withLabels(List.of("a", longLabel))))
          .isInstanceOf(ProgramException.class)
          .hasMessageContainingAll("program=intent", "window=64", "raise contextTokens");
    }
  }
}
