package io.pawstream.compiler.internal.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleException;
import io.pawstream.runtime.program.LabelSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleSetTest {
  @ParameterizedTest
  @CsvSource({
    // examples, different outputs, labels
    "20, 2, 2",
    "20, 10, 10",
    "40, 20, 20",
    "42, 21, 0",
    "39, 20, 0",
    "20, 20, 0",
  })
  void takesOutputsForLabelsWhereTheyAreFewAndCommon(int examples, int outputs, int labels) {
    LabelSet found = ExampleSet.of(examples(examples, i -> "o" + i % outputs), null).labels();

    assertThat(found == null ? 0 : found.size()).isEqualTo(labels);
  }

  @Test
  void outputsThatCannotBeLabelsAreFreeText() {
    assertThat(ExampleSet.of(examples(20, i -> "a\nb" + i % 2), null).labels()).isNull();
  }

  @Test
  void labelsCanBeForced() {
    List<Example> all = examples(20, i -> i % 2 == 0 ? "a" : "b");

    assertThat(ExampleSet.of(all, List.of()).labels()).isNull();
    assertThat(ExampleSet.of(all, List.of("b", "c", "a")).labels())
        .isEqualTo(new LabelSet(List.of("b", "c", "a")));
    assertThat(ExampleSet.of(all, List.of("b", "c", "a")).warnings())
        .anySatisfy(w -> assertThat(w).contains("label number 2, examples=0"));
    assertThatThrownBy(() -> ExampleSet.of(all, List.of("a", "c")))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining("line=2, labels=2");
    assertThatThrownBy(() -> ExampleSet.of(all, List.of("a", "a")))
        .isInstanceOf(ExampleException.class);
  }

  @Test
  void repeatsDoNotCountAndContradictionsAreCounted() {
    List<Example> all = new ArrayList<>(examples(20, i -> i % 2 == 0 ? "a" : "b"));
    all.addAll(all.subList(0, 5));
    all.add(new Example("input 0", "b", 26));
    all.add(new Example("input 2", "b", 27));

    ExampleSet set = ExampleSet.of(all, null);

    assertThat(set.examples()).hasSize(22);
    assertThat(set.repeated()).isEqualTo(5);
    assertThat(set.contradictory()).isEqualTo(2);
    assertThat(set.warnings()).anySatisfy(w -> assertThat(w).contains("inputs with several=2"));
  }

  @Test
  void refusesTooLittle() {
    List<Example> few = new ArrayList<>(examples(19, i -> i % 2 == 0 ? "a" : "b"));
    few.add(few.get(0));

    assertThatThrownBy(() -> ExampleSet.of(few, null))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining("examples=19, repeated=1");
    assertThatThrownBy(() -> ExampleSet.of(examples(20, i -> "a"), null))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining("outputs=1");
    assertThatThrownBy(() -> ExampleSet.of(List.of(), null)).hasMessageContaining("examples=0");
  }

  @ParameterizedTest
  @CsvSource({"20, 5", "60, 15", "100, 20", "200, 20", "500, 50"})
  void holdsOutATenthButAtLeastTwenty(int examples, int heldOut) {
    List<EncodedExample> all = encoded(examples, i -> i % 4 == 0 ? 0 : 1);
    Split split = Split.of(all, 0, 3);

    assertThat(split.heldOut()).hasSize(heldOut);
    assertThat(split.training()).hasSize(examples - heldOut);
    assertThat(split.heldOut().stream().filter(e -> e.label() == 0).count())
        .isBetween(heldOut / 4L - 1, heldOut / 4L + 1);
    assertThat(Split.of(all, 0, 3)).isEqualTo(split).isNotEqualTo(Split.of(all, 0, 4));
  }

  @Test
  void examplesOfOneInputStayTogetherAndRareLabelsAreLearned() {
    List<EncodedExample> all = new ArrayList<>(encoded(40, i -> i == 0 ? 2 : i % 2));
    for (int i = 1; i < 20; i++) {
      all.add(encoded("input " + i, 1 - i % 2));
    }

    Split split = Split.of(all, 0, 1);

    Set<String> learned = new HashSet<>();
    split.training().forEach(e -> learned.add(e.example().input()));
    assertThat(split.heldOut()).noneMatch(e -> learned.contains(e.example().input()));
    assertThat(split.training()).anyMatch(e -> e.label() == 2);
  }

  @Test
  void learnsFromAsManyAsAskedFor() {
    List<EncodedExample> all = encoded(100, i -> i % 2);

    Split split = Split.of(all, 12, 3);

    assertThat(split.training()).hasSize(12);
    assertThat(split.heldOut()).hasSize(88);
    assertThat(split.training().stream().filter(e -> e.label() == 0)).hasSize(6);
    assertThatThrownBy(() -> Split.of(all, 100, 3))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining("learnFrom=100, examples=100");
  }

  private static List<Example> examples(int count, IntFunction<String> output) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Example("input " + i, output.apply(i), i + 1))
        .toList();
  }

  private static List<EncodedExample> encoded(int count, IntFunction<Integer> label) {
    return IntStream.range(0, count).mapToObj(i -> encoded("input " + i, label.apply(i))).toList();
  }

  private static EncodedExample encoded(String input, int label) {
    return new EncodedExample(new Example(input, "o" + label, 1), label, new int[1], new int[2]);
  }
}
