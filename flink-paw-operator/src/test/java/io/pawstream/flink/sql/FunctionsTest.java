package io.pawstream.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.event.Level;

/** {@code PAW} and {@code PAW_CONFIDENCE}, in running jobs. */
class FunctionsTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Sql.cluster(new Configuration());

  @RegisterExtension
  final LoggerAuditingExtension log =
      new LoggerAuditingExtension(
          "io.pawstream.flink.sql.internal.function.OpenFunction", Level.WARN);

  private static final String URGENCY = "'" + Fixtures.program("urgency") + "'";

  /** How functions run: streaming or batch, and what the module is loaded with. */
  private enum Variant {
    STREAMING(RuntimeExecutionMode.STREAMING, ""),
    STREAMING_ASYNC(RuntimeExecutionMode.STREAMING, " WITH ('async' = 'true')"),
    BATCH(RuntimeExecutionMode.BATCH, ""),
    BATCH_ASYNC(RuntimeExecutionMode.BATCH, " WITH ('async' = 'true')");

    private final RuntimeExecutionMode mode;
    private final String with;

    Variant(RuntimeExecutionMode mode, String with) {
      this.mode = mode;
      this.with = with;
    }

    TableEnvironment environment() {
      TableEnvironment env = Sql.environment(mode, 2);
      env.executeSql("LOAD MODULE paw" + with);
      return env;
    }

    TableEnvironment environment(String... texts) {
      TableEnvironment env = environment();
      Sql.messages(env, texts);
      return env;
    }
  }

  @ParameterizedTest
  @EnumSource
  void answerEveryRow(Variant variant) throws Exception {
    TableEnvironment env = variant.environment("the server is down, help now", null, "bad\0text");

    List<Row> labels = Sql.rows(env, "SELECT id, PAW(%s, text) FROM messages".formatted(URGENCY));
    List<Row> confidences =
        Sql.rows(env, "SELECT id, paw_confidence(%s, text) FROM messages".formatted(URGENCY));

    assertThat(labels).hasSize(3);
    for (Row row : labels) {
      if (row.getField(0).equals(0)) {
        assertThat(row.getField(1)).isIn("immediate", "wait");
      } else {
        assertThat(row.getField(1)).isNull();
      }
    }
    assertThat(confidences).hasSize(3);
    for (Row row : confidences) {
      if (row.getField(0).equals(0)) {
        assertThat((Double) row.getField(1)).isBetween(0.5, 1.0);
      } else {
        assertThat(row.getField(1)).isNull();
      }
    }
    assertThat(log.getMessages())
        .hasSize(2)
        .allSatisfy(m -> assertThat(m).contains("program=urgency, reason=invalid_text"));
  }

  @ParameterizedTest
  @EnumSource
  void filterAndTakeUpdatingInputs(Variant variant) throws Exception {
    TableEnvironment env =
        variant.environment(
            "the server is down, help now", "the server is down, help now", "later");

    List<Row> rows =
        Sql.rows(
            env,
            "SELECT text, n FROM (SELECT text, COUNT(*) AS n FROM messages GROUP BY text) WHERE"
                + " PAW("
                + URGENCY
                + ", text) IN ('immediate', 'wait')");

    assertThat(rows.stream().filter(row -> row.getField("text").equals("later")).count())
        .isEqualTo(1);
    assertThat(rows).last().satisfies(row -> assertThat(row.getArity()).isEqualTo(2));
  }

  @Test
  void theModuleListsItsFunctions() {
    TableEnvironment env = Variant.STREAMING.environment("a");

    assertThat(env.listFunctions()).contains("PAW", "PAW_CONFIDENCE");
    assertThat(env.listModules()).containsExactly("core", "paw");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "text, the program must be written out",
        "CAST(NULL AS STRING), the program must be written out",
        "'', a binding needs a name",
        "'acme/triage', acme/triage@v<number>"
      })
  void theProgramIsAReferenceThatIsWrittenOut(
      String program, String message, @TempDir Path directory) throws Exception {
    TableEnvironment env = Variant.STREAMING.environment();
    Sql.messageFile(env, directory, Stream.of("a"));

    assertThatThrownBy(() -> env.executeSql("SELECT PAW(" + program + ", text) FROM messages"))
        .satisfies(e -> assertThat(ExceptionUtils.stringifyException(e)).contains(message));
  }

  /**
   * Why asynchronous functions have to be asked for. Where Flink no longer does this, they can be
   * the default.
   */
  @ParameterizedTest
  @EnumSource
  void flinkLosesNullsBesideAsynchronousFunctions(Variant variant, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("a.json");
    Files.writeString(file, "{\"id\":1,\"n\":null,\"name\":null,\"text\":\"a\"}\n");
    TableEnvironment env = variant.environment();
    env.executeSql(
        "CREATE TEMPORARY TABLE t (id INT, n INT, name STRING, text STRING) WITH ('connector' ="
            + " 'filesystem', 'format' = 'json', 'path' = '"
            + file.toUri()
            + "')");

    List<Row> rows = Sql.rows(env, "SELECT id, n, name, PAW(%s, text) FROM t".formatted(URGENCY));

    assertThat(rows).hasSize(1);
    if (variant == Variant.STREAMING_ASYNC) {
      assertThat(rows.get(0).getField(1)).isEqualTo(-1);
      assertThat(rows.get(0).getField(2)).isEqualTo("");
    } else {
      assertThat(rows.get(0).getField(1)).isNull();
      assertThat(rows.get(0).getField(2)).isNull();
    }
    assertThat(rows.get(0).getField(3)).isIn("immediate", "wait");
  }

  @ParameterizedTest
  @EnumSource
  void anUnknownProgramFailsTheJob(Variant variant) {
    TableEnvironment env = variant.environment("a");

    assertThatThrownBy(() -> Sql.rows(env, "SELECT PAW('nowhere.paw', text) FROM messages"))
        .satisfies(e -> assertThat(ExceptionUtils.stringifyException(e)).contains("nowhere.paw"));
  }
}
