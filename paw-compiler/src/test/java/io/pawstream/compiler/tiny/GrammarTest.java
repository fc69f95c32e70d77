package io.pawstream.compiler.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static final Grammar TINY = Grammar.load();

  private static List<Sample> samples(Grammar grammar, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return Stream.generate(() -> grammar.sample(random)).limit(count).toList();
  }

  @Test
  void theSameSeedGivesTheSameSamples() {
    assertThat(samples(Grammar.load(), 3, 500)).isEqualTo(samples(TINY, 3, 500));
    assertThat(samples(TINY, 4, 50)).isNotEqualTo(samples(TINY, 3, 50));
  }

  @Test
  void trainingNeverSeesAHeldOutTemplate() {
    Grammar grammar =
        Grammar.parse(
            List.of(
                """
                word: seen | known
                @kind 1 = Which kind?
                @kind a: the {word} one | !held out {word}
                @kind b: another {word} | !withheld {word}
                """));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      assertThat(grammar.sample("kind", Grammar.Part.TRAINING, random).input().toLowerCase())
          .doesNotContain("held");
      assertThat(grammar.sample("kind", Grammar.Part.HELD_OUT, random).output()).isIn("a", "b");
    }
  }

  @Test
  void heldOutTemplatesOfTheTinyGrammarStayOut() {
    for (Sample sample : samples(TINY, 9, 20_000)) {
      assertThat(sample.input().toLowerCase()).doesNotContain("best tip of the holiday");
    }
  }

  static List<String> tasks() {
    return Stream.concat(TINY.tasks().stream(), Demonstrations.OF_THE_TINY_GRAMMAR.stream())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void everyTaskMakesCleanTexts(String task) {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 300; i++) {
      Sample sample = TINY.sample(task, Grammar.Part.TRAINING, random);
      assertThat(sample.input()).isNotBlank().doesNotContain("\n", "<|");
      assertThat(sample.output()).isNotBlank();
    }
  }

  @Test
  void programsAreNotTrainedOn() {
    assertThat(TINY.tasks()).doesNotContainAnyElementsOf(Demonstrations.OF_THE_TINY_GRAMMAR);
    assertThat(samples(TINY, 5, 5_000))
        .extracting(Sample::task)
        .doesNotContainAnyElementsOf(Demonstrations.OF_THE_TINY_GRAMMAR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{digits:4}; [0-9]{4}",
        "{hex:2-3}; [0-9a-f]{2,3}",
        "{upper:1}-{num:7-9}; [A-Z]-[789]",
        "[a/b[c/d]]e; (a|bc|bd)e",
        "[/x]y; x?y",
        "\\[{lower:2}\\]; \\[[a-z]{2}\\]",
      })
  void piecesStandFor(String text, String pattern) {
    Grammar grammar = Grammar.parse(List.of("slot: " + text));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40; i++) {
      assertThat(grammar.expand("slot", random)).matches(pattern);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a: {missing}", "a: [open", "no colon", "@task label: without a weight line"})
  void malformedLinesAreRefused(String line) {
    assertThatThrownBy(() -> Grammar.parse(List.of(line)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
