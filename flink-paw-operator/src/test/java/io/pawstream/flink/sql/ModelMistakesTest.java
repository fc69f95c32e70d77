package io.pawstream.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What planning says about a model; nothing runs. */
class ModelMistakesTest {
  private static final String QUERY =
      "SELECT * FROM ML_PREDICT(TABLE messages, MODEL m, DESCRIPTOR(text)%s)";

  private final TableEnvironment env = Sql.environment(RuntimeExecutionMode.STREAMING, 1);

  ModelMistakesTest() {
    Sql.messages(env, "a");
  }

  @Test
  void explainNamesTheModel() {
    Sql.model(env, "m", "label STRING, confidence DOUBLE", "urgency", Map.of());

    assertThat(env.explainSql(QUERY.formatted("")))
        .contains("MLPredictTableFunction(invocation=[ML_PREDICT(TABLE(#0)")
        .contains("MODEL default_catalog.default_database.m")
        .contains("VARCHAR(2147483647) label, DOUBLE confidence");
  }

  static Stream<Arguments> options() {
    return Stream.of(
        mistake(Map.of("label", "a;b"), "option=label; the nearest known option is 'labels'"),
        mistake(Map.of("batchsize", "8"), "nearest known option is 'batch-size'; supported are"),
        mistake(Map.of("error-handling-strategy", "retry"), "[ignore, failover]"),
        mistake(
            Map.of("context-overflow-action", "head"),
            "[skipped, truncated-head, truncated-tail, truncated-middle]"),
        mistake(Map.of("confidence", "high"), "'min-confidence'"),
        mistake(Map.of("min-confidence", "1.5"), "minConfidence=1.5"),
        mistake(Map.of("min-confidence", "high"), "min-confidence"),
        mistake(Map.of("default-label", "a", "labels", "b;c"), "label=a, labels=[b, c]"),
        mistake(
            Map.of("default-label", "a", "error-handling-strategy", "failover"),
            "default-label belongs to error-handling-strategy 'ignore'"),
        mistake(Map.of("interpreter", "/models/x.gguf"), "needs its digest"),
        mistake(Map.of("program", "acme/triage"), "acme/triage@v<number>"),
        mistake(Map.of("program", " "), "needs a program"),
        mistake(Map.of("max-input-bytes", "3 gb"), "must be below 2 GiB"),
        mistake(Map.of("max-tokens", "0"), "maxTokens=0"),
        mistake(Map.of("batch-size", "65"), "maxSequences=65"),
        mistake(Map.of("deadline", "0 s"), "deadline=PT0S"),
        mistake(Map.of("deadline", "10 min"), "deadline=PT10M, timeout=PT3M"));
  }

  private static Arguments mistake(Map<String, String> options, String message) {
    return Arguments.of(options, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void options(Map<String, String> options, String message) {
    env.executeSql(
        "CREATE TEMPORARY MODEL m INPUT (text STRING) OUTPUT (label STRING) WITH ('provider' ="
            + " 'paw'"
            + (options.containsKey("program") ? "" : ", 'program' = 'a.paw'")
            + options.entrySet().stream()
                .map(e -> ", '%s' = '%s'".formatted(e.getKey(), e.getValue()))
                .reduce("", String::concat)
            + ")");
    refuses(message);
  }

  @Test
  void keysOfTheSessionHoldForModels() {
    env.getConfig().set("paw.engine.lanes", "300");
    Sql.model(env, "m", "label STRING", "urgency", Map.of());
    refuses("lanes=300");
  }

  @Test
  void aModelNeedsAProgram() {
    env.executeSql(
        "CREATE TEMPORARY MODEL m INPUT (text STRING) OUTPUT (label STRING) WITH ('provider' ="
            + " 'paw')");
    refuses("program");
  }

  @Test
  void aDeadlineIsShorterThanTheTimeoutOfTheCall() {
    Sql.model(env, "m", "label STRING", "urgency", Map.of("deadline", "5 s"));
    assertThatThrownBy(() -> env.executeSql(QUERY.formatted(", MAP['timeout', '5 s']")))
        .satisfies(e -> says(e, "deadline=PT5S, timeout=PT5S"));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text STRING, id INT | label STRING | a paw model has one input, a STRING | text, id",
        "id INT | label STRING | a paw model has one input, a STRING | id",
        "text STRING | confidence DOUBLE | needs one of the outputs label and text | text",
        "text STRING | label STRING, text STRING | needs one of the outputs label and text | text",
        "text STRING | label STRING NOT NULL | nullable: model=m, output=`label` STRING NOT NULL |"
            + " text",
        "text STRING | label STRING, confidence FLOAT | output=`confidence` FLOAT | text",
        "text STRING | label STRING, score DOUBLE | supported are label STRING, text STRING, |"
            + " text",
        "text STRING | label VARCHAR(3) | output=`label` VARCHAR(3) | text",
      })
  void columns(String input, String output, String message, String descriptor) {
    env.executeSql(
        "CREATE TEMPORARY MODEL m INPUT (%s) OUTPUT (%s) WITH ('provider' = 'paw', 'program' = 'a')"
            .formatted(input, output));
    assertThatThrownBy(
            () -> env.executeSql(QUERY.formatted("").replace("(text)", "(" + descriptor + ")")))
        .satisfies(e -> says(e, message));
  }

  private void refuses(String message) {
    assertThatThrownBy(() -> env.executeSql(QUERY.formatted(""))).satisfies(e -> says(e, message));
  }

  private static void says(Throwable error, String message) {
    assertThat(ExceptionUtils.findThrowable(error, ValidationException.class)).isPresent();
    assertThat(ExceptionUtils.stringifyException(error)).contains(message);
  }
}
