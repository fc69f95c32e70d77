package io.pawstream.connect.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldPathTest {

  @ParameterizedTest
  @CsvSource({
    "a, a",
    "a.b.c, a|b|c",
    "`a.b`.c, a.b|c",
    "a.`b.c`, a|b.c",
    "`a\\`b`, a`b",
    "a`b, a`b",
    "ä é, ä é"
  })
  void readsNames(String path, String names) {
    assertThat(FieldPath.parse(path).names()).isEqualTo(List.of(names.split("\\|")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", "`a", "``", "`a`b", "a.`b", "`a\\`"})
  void refusesWhatIsNone(String path) {
    assertThatThrownBy(() -> FieldPath.parse(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("path=" + path);
  }
}
