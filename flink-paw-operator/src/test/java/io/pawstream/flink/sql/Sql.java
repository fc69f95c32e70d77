package io.pawstream.flink.sql;

import io.pawstream.flink.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** What the tests of SQL share. */
final class Sql {
  private Sql() {}

  /** One TaskManager of two slots. */
  static MiniClusterExtension cluster(Configuration configuration) {
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());
  }

  /** An environment where a restart is an error. */
  static TableEnvironment environment(RuntimeExecutionMode mode, int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(ExecutionOptions.RUNTIME_MODE, mode);
    configuration.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return TableEnvironment.create(
        EnvironmentSettings.newInstance().withConfiguration(configuration).build());
  }

  /** A view {@code messages (id INT, text STRING)}; a text may be null. */
  static void messages(TableEnvironment env, String... texts) {
    env.executeSql(
        "CREATE TEMPORARY VIEW messages AS SELECT id, text FROM (VALUES "
            + IntStream.range(0, texts.length)
                .mapToObj(i -> "(" + i + ", " + cast(texts[i]) + ")")
                .collect(Collectors.joining(", "))
            + ") AS t (id, text)");
  }

  /** A table {@code messages (id INT, text STRING)} of one file. */
  static void messageFile(TableEnvironment env, Path directory, Stream<String> texts)
      throws IOException {
    List<String> all = texts.toList();
    Files.writeString(
        directory.resolve("messages.csv"),
        IntStream.range(0, all.size())
            .mapToObj(i -> i + "," + all.get(i) + "\n")
            .collect(Collectors.joining()));
    env.executeSql(
        "CREATE TEMPORARY TABLE messages (id INT, text STRING) WITH ('connector' = 'filesystem',"
            + " 'format' = 'csv', 'path' = '"
            + directory.toUri()
            + "')");
  }

  private static String cast(String text) {
    return "CAST(" + (text == null ? "NULL" : "'" + text.replace("'", "''") + "'") + " AS STRING)";
  }

  /** A model over a demonstration program. */
  static void model(
      TableEnvironment env, String name, String outputs, String program, Map<String, String> with) {
    String options =
        with.entrySet().stream()
            .map(e -> ", '" + e.getKey() + "' = '" + e.getValue() + "'")
            .collect(Collectors.joining());
    env.executeSql(
        "CREATE TEMPORARY MODEL %s INPUT (text STRING) OUTPUT (%s) WITH ('provider' = 'paw',"
                .formatted(name, outputs)
            + " 'program' = '%s'%s)".formatted(Fixtures.program(program), options));
  }

  /** Runs a query and gives its rows. */
  @SuppressWarnings("try")
  static List<Row> rows(TableEnvironment env, String query) throws Exception {
    List<Row> rows = new ArrayList<>();
    try (CloseableIterator<Row> values = env.executeSql(query).collect()) {
      values.forEachRemaining(rows::add);
    }
    return rows;
  }
}
