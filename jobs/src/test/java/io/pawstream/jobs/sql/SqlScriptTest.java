package io.pawstream.jobs.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.internal.sql.SqlScript;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a statement ends. */
class SqlScriptTest {
  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of(" ;; \n", List.of()),
        Arguments.of("SELECT 1", List.of("SELECT 1")),
        Arguments.of("SELECT 1;\nSELECT 2;\n", List.of("SELECT 1", "SELECT 2")),
        Arguments.of("SELECT ';--' ;SELECT `a;b`", List.of("SELECT ';--'", "SELECT `a;b`")),
        Arguments.of("SELECT 'it''s;'; x", List.of("SELECT 'it''s;'", "x")),
        Arguments.of("-- a; b\nSELECT 1 -- c;\n, 2", List.of("SELECT 1 \n, 2")),
        Arguments.of("/* ; ' */SELECT 1", List.of("SELECT 1")),
        Arguments.of("SELECT 'open;", List.of("SELECT 'open;")),
        Arguments.of("/* open", List.of()));
  }

  @ParameterizedTest
  @MethodSource
  void scripts(String text, List<String> statements) {
    assertThat(SqlScript.parse(text).statements()).isEqualTo(statements);
  }
}
