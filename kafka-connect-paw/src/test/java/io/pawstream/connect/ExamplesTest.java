package io.pawstream.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example configurations in their two forms, and that they name only options that exist. */
class ExamplesTest {

  @ParameterizedTest
  @ValueSource(strings = {"file-source", "sink-dead-letters", "mirror", "filter"})
  void bothFormsSayTheSame(String name) throws IOException {
    assertThat(Example.json(name)).isEqualTo(Example.properties(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"file-source", "sink-dead-letters", "mirror", "filter"})
  void optionsExist(String name) throws IOException {
    Set<String> known = new HashSet<>(Set.of("type", "predicate", "negate"));
    known.addAll(PawTransform.CONFIG_DEF.names());
    known.addAll(PawPredicate.CONFIG_DEF.names());
    assertThat(Example.properties(name).keySet())
        .filteredOn(key -> key.matches("(transforms|predicates)\\.[a-z]+\\..*"))
        .isNotEmpty()
        .allSatisfy(key -> assertThat(known).contains(key.replaceFirst("^\\w+\\.[a-z]+\\.", "")));
  }
}
