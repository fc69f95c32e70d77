package io.pawstream.benchmarks.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {
  private static final List<String> ALL =
      IntStream.rangeClosed(1, 200).mapToObj("x"::repeat).toList();

  @ParameterizedTest
  @ValueSource(ints = {2, 8, 24, 100, 200})
  void everyStretchFromTheStartHasTheMeanLength(int count) {
    Texts texts = new Texts(ALL);
    double mean = IntStream.range(0, count).map(i -> texts.get(i).length()).average().orElse(0);
    assertThat(mean).isCloseTo(100.5, within(2.0));
  }

  @Test
  void holdsEachTextOnceAndBeginsAnew() {
    Texts texts = new Texts(ALL);
    assertThat(IntStream.range(0, 200).mapToObj(texts::get))
        .containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(texts.get(200)).isEqualTo(texts.get(0));
  }

  @Test
  void oneOfFiveLinesIsNew() {
    RepeatedTexts lines = new RepeatedTexts(new Texts(ALL));
    Set<String> different = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      different.add(lines.apply(i));
    }
    assertThat(different).hasSize(200);
    assertThat(new RepeatedTexts(new Texts(ALL)).apply(0)).isNotIn(different);
    assertThat(lines.apply(7)).isEqualTo(lines.apply(7));
  }
}
