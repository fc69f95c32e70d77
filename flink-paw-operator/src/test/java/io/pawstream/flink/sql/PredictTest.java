package io.pawstream.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.flink.Fixtures;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code ML_PREDICT} over models of programs, in running jobs. */
class PredictTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Sql.cluster(new Configuration());

  @TempDir Path directory;

  private static final String ALL_COLUMNS =
      "label STRING, confidence DOUBLE, margin DOUBLE, program STRING, error STRING";

  private static final String PREDICT =
      "SELECT * FROM ML_PREDICT(TABLE messages, MODEL urgency, DESCRIPTOR(text)%s)";

  private static String digest(String program) {
    try (Paw paw = Paw.open(Fixtures.OPTIONS);
        PawProgram loaded = paw.load(Fixtures.program(program))) {
      return loaded.digest();
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "STREAMING, ''",
    "STREAMING, async=true max-concurrent-operations=64 timeout=60s output-mode=allow_unordered",
    "STREAMING, async=true output-mode=ordered",
    "STREAMING, async=false",
    "BATCH, ''",
    "BATCH, async=true max-concurrent-operations=64 timeout=60s output-mode=allow_unordered",
    "BATCH, async=false",
  })
  void answersEveryRowOnce(RuntimeExecutionMode mode, String call) throws Exception {
    TableEnvironment env = Sql.environment(mode, 2);
    Sql.messages(env, "the server is down, help now", null, "no hurry at all", "", "bad\0text");
    Sql.model(env, "urgency", ALL_COLUMNS, "urgency", Map.of());

    List<Row> rows = Sql.rows(env, PREDICT.formatted(map(call)));

    assertThat(rows).extracting(r -> r.getField("id")).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    String digest = digest("urgency");
    for (Row row : rows) {
      int id = row.getFieldAs("id");
      if (id == 1) {
        for (String column : List.of("label", "confidence", "margin", "program", "error")) {
          assertThat(row.getField(column)).as(column).isNull();
        }
        assertThat(row.getField("text")).isNull();
        continue;
      }
      assertThat(row.getField("program")).isEqualTo(digest);
      if (id == 4) {
        assertThat(row.getField("label")).isNull();
        assertThat(row.getField("confidence")).isNull();
        assertThat(row.<String>getFieldAs("error")).startsWith("invalid_text: ");
      } else {
        assertThat(row.getField("label")).isIn("immediate", "wait");
        assertThat(row.<Double>getFieldAs("confidence")).isBetween(0.5, 1.0);
        assertThat(row.<Double>getFieldAs("margin")).isPositive();
        assertThat(row.getField("error")).isNull();
      }
    }
  }

  private static String map(String call) {
    return call.isEmpty() ? "" : ", MAP['" + call.replace(" ", "', '").replace("=", "', '") + "']";
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = "AUTOMATIC",
      mode = EnumSource.Mode.EXCLUDE)
  void twoModelsAnswerOneRow(RuntimeExecutionMode mode) throws Exception {
    TableEnvironment env = Sql.environment(mode, 2);
    Sql.messages(env, "the server is down, help now", "i love it, no hurry");
    Sql.model(env, "urgency", "label STRING", "urgency", Map.of());
    Sql.model(env, "sentiment", "confidence DOUBLE, label STRING", "sentiment", Map.of());
    env.executeSql(
        "CREATE TEMPORARY VIEW urgent AS SELECT id, text, label AS urgency FROM"
            + " ML_PREDICT(TABLE messages, MODEL urgency, DESCRIPTOR(text))");
    long loads = Paw.interpreterLoads();

    List<Row> rows =
        Sql.rows(env, "SELECT * FROM ML_PREDICT(TABLE urgent, MODEL sentiment, DESCRIPTOR(text))");

    assertThat(rows).hasSize(2).allMatch(r -> r.getField("urgency") != null);
    assertThat(rows).allMatch(r -> r.getField("label") != null);
    assertThat(Paw.interpreterLoads() - loads).isLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = "AUTOMATIC",
      mode = EnumSource.Mode.EXCLUDE)
  void freeTextIsAColumnOfItsOwn(RuntimeExecutionMode mode) throws Exception {
    TableEnvironment env = Sql.environment(mode, 1);
    Sql.messages(env, "my order 48213 never came");
    Sql.model(env, "orders", "text STRING, error STRING", "order", Map.of());

    List<Row> rows =
        Sql.rows(env, "SELECT * FROM ML_PREDICT(TABLE messages, MODEL orders, DESCRIPTOR(text))");

    assertThat(rows)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.<String>getFieldAs("text0")).isNotBlank();
              assertThat(row.getField("error")).isNull();
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = "AUTOMATIC",
      mode = EnumSource.Mode.EXCLUDE)
  void takesEveryOption(RuntimeExecutionMode mode) throws Exception {
    TableEnvironment env = Sql.environment(mode, 2);
    Sql.messages(env, "the server is down, help now " + "again ".repeat(5000), "not urgent");
    Map<String, String> options =
        Map.ofEntries(
            Map.entry("labels", "wait;immediate;never"),
            Map.entry("interpreter", "paw-tiny"),
            Map.entry("cache-dir", directory.toString()),
            Map.entry("download", "false"),
            Map.entry("allow-moving", "false"),
            Map.entry("error-handling-strategy", "ignore"),
            Map.entry("default-label", "never"),
            Map.entry("min-confidence", "0.9"),
            Map.entry("context-overflow-action", "truncated-tail"),
            Map.entry("max-context-size", "512"),
            Map.entry("max-tokens", "8"),
            Map.entry("max-input-bytes", "128 kb"),
            Map.entry("deadline", "100 s"),
            Map.entry("batch-size", "4"),
            Map.entry("batch-linger", "1 ms"),
            Map.entry("batch-tokens", "512"),
            Map.entry("lanes", "1"),
            Map.entry("threads", "1"),
            Map.entry("deterministic", "true"),
            Map.entry("cache-size", "1 mb"),
            Map.entry("close-grace", "1 s"));
    assertThat(options).hasSize(PawModelOptions.all().size() - 1);
    Sql.model(env, "urgency", ALL_COLUMNS, "urgency", options);

    List<Row> rows = Sql.rows(env, PREDICT.formatted(""));

    assertThat(rows)
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.getField("error")).isNull())
        .allSatisfy(row -> assertThat(row.getField("label")).isIn("immediate", "wait", "never"));
  }
}
