package io.pawstream.runtime.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabelSetTest {
  @Test
  void keepsTheOrder() {
    List<String> labels = List.of("zwei", "eins", "a b", "日本", "😀", "x".repeat(256));

    assertThat(new LabelSet(labels).labels()).isEqualTo(labels);
    assertThat(new LabelSet(numbers(4096)).size()).isEqualTo(4096);
  }

  @ParameterizedTest
  @MethodSource
  void refuses(List<String> labels, String message) {
    assertThatThrownBy(() -> new LabelSet(labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        arguments(List.of(), "labels=0"),
        arguments(List.of("one"), "labels=1"),
        arguments(numbers(4097), "labels=4097"),
        arguments(List.of("a", ""), "must not be empty: index=1"),
        arguments(List.of(" a", "b"), "white space: index=0"),
        arguments(List.of("a", "b\u00A0"), "white space: index=1"),
        arguments(List.of("a", "b\u3000"), "white space: index=1"),
        arguments(List.of("a", "b\n"), "white space: index=1"),
        arguments(List.of("a", "b\0c"), "control characters: index=1"),
        arguments(List.of("a", "b\u0085c"), "control characters: index=1"),
        arguments(List.of("a", "b\uD800c"), "surrogate pair: index=1"),
        arguments(List.of("a", "\uDC00\uD800"), "surrogate pair: index=1"),
        arguments(List.of("a", "ä".repeat(129)), "bytes=258: index=1"),
        arguments(List.of("a", "b", "a"), "index=2 repeats index=0"));
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }
}
