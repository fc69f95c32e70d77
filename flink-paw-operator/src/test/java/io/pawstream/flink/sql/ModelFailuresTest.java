package io.pawstream.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.UnansweredRecordException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of rows, and of jobs, where a model has no answer. */
class ModelFailuresTest {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Sql.cluster(new Configuration());

  private static final String COLUMNS = "label STRING, confidence DOUBLE, error STRING";
  private static final String LONG_TEXT = "the server is down again, help ".repeat(300);

  private final TableEnvironment env = Sql.environment(RuntimeExecutionMode.STREAMING, 1);

  private List<Row> predict(String call) throws Exception {
    return Sql.rows(
        env, "SELECT * FROM ML_PREDICT(TABLE messages, MODEL m, DESCRIPTOR(text)" + call + ")");
  }

  @Test
  void theDefaultLabelStandsBesideTheFailure() throws Exception {
    Sql.messages(env, "bad\0text");
    Sql.model(env, "m", COLUMNS, "urgency", Map.of("default-label", "wait"));

    Row row = predict("").get(0);

    assertThat(row.getField("label")).isEqualTo("wait");
    assertThat(row.getField("confidence")).isEqualTo(0.0);
    assertThat(row.<String>getFieldAs("error")).startsWith("invalid_text: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void failoverFailsTheJobAndNamesTheReason(String async) {
    Sql.messages(env, "bad\0text");
    Sql.model(env, "m", COLUMNS, "urgency", Map.of("error-handling-strategy", "failover"));

    assertThatThrownBy(() -> predict(", MAP['async', '" + async + "']"))
        .satisfies(
            e -> {
              String report = ExceptionUtils.stringifyException(e);
              assertThat(report)
                  .contains(UnansweredRecordException.class.getName())
                  .contains("binding=m, reason=invalid_text");
              // Flink's own message of a synchronous call quotes the row.
              assertThat(report.contains("bad\0text")).isEqualTo(async.equals("false"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "skipped, input_too_long",
    "truncated-head,",
    "truncated-tail,",
    "truncated-middle,",
  })
  void anInputThatDoesNotFitIsCutOrAFailure(String action, String reason) throws Exception {
    Sql.messages(env, LONG_TEXT);
    Sql.model(
        env,
        "m",
        COLUMNS,
        "urgency",
        Map.of("context-overflow-action", action, "max-context-size", "512"));

    Row row = predict("").get(0);

    if (reason == null) {
      assertThat(row.getField("error")).isNull();
      assertThat(row.getField("label")).isIn("immediate", "wait");
    } else {
      assertThat(row.<String>getFieldAs("error")).startsWith(reason + ": ");
      assertThat(row.getField("label")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false"})
  void aRowThatIsLateIsAFailure(String async) throws Exception {
    Sql.messages(env, "a", "b", "c");
    Sql.model(env, "m", COLUMNS, "urgency", Map.of("deadline", "1 ns", "cache-size", "0"));

    assertThat(predict(", MAP['async', '" + async + "']"))
        .hasSize(3)
        .allSatisfy(row -> assertThat(row.<String>getFieldAs("error")).startsWith("deadline: "));
  }

  /** With more rows in flight than the engine can do, Flink's own alarm would fail the job. */
  @Test
  void ourDeadlineComesBeforeTheTimeoutOfFlink(@TempDir Path directory) throws Exception {
    int rows = 600;
    Sql.messageFile(
        env,
        directory,
        IntStream.range(0, rows).mapToObj(i -> i + " " + LONG_TEXT.replace(",", "")));
    Sql.model(
        env,
        "m",
        COLUMNS,
        "urgency",
        Map.of("deterministic", "true", "context-overflow-action", "truncated-tail"));

    List<Row> answered =
        predict(", MAP['timeout', '4 s', 'max-concurrent-operations', '" + rows + "']");

    assertThat(answered).hasSize(rows);
    assertThat(answered.stream().map(row -> row.<String>getFieldAs("error")))
        .anyMatch(error -> error != null && error.startsWith("deadline: "))
        .allMatch(error -> error == null || error.startsWith("deadline: "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere.paw | label STRING | nowhere.paw",
        "../programs/order.paw | label STRING | give one with 'labels', or call the output text",
        "../programs/urgency.paw@sha256:" + ZEROS + " | label STRING | sha256:" + ZEROS,
      })
  void aProgramThatCannotBeUsedFailsTheJob(String program, String columns, String message) {
    Sql.messages(env, "a");
    env.executeSql(
        "CREATE TEMPORARY MODEL m INPUT (text STRING) OUTPUT (%s) WITH ('provider' = 'paw',"
                .formatted(columns)
            + " 'program' = '"
            + program
            + "')");

    assertThatThrownBy(() -> predict(""))
        .satisfies(e -> assertThat(ExceptionUtils.stringifyException(e)).contains(message));
  }

  private static final String ZEROS =
      "0000000000000000000000000000000000000000000000000000000000000000";

  @Test
  void anUnknownDefaultLabelFailsTheJob() {
    Sql.messages(env, "a");
    Sql.model(env, "m", COLUMNS, "urgency", Map.of("default-label", "maybe"));

    assertThatThrownBy(() -> predict(""))
        .satisfies(
            e ->
                assertThat(Arrays.asList(ExceptionUtils.stringifyException(e).split("\n")))
                    .anyMatch(line -> line.contains("label=maybe, labels=[immediate, wait]")));
  }

  @Test
  void anUpdatingInputIsRefusedByFlink() {
    Sql.messages(env, "a");
    Sql.model(env, "m", COLUMNS, "urgency", Map.of());
    env.executeSql(
        "CREATE TEMPORARY VIEW counted AS SELECT text, COUNT(*) AS n FROM messages GROUP BY text");

    assertThatThrownBy(
            () ->
                Sql.rows(env, "SELECT * FROM ML_PREDICT(TABLE counted, MODEL m, DESCRIPTOR(text))"))
        .satisfies(
            e ->
                assertThat(ExceptionUtils.stringifyException(e))
                    .contains("doesn't support consuming update changes"));
  }
}
