package io.pawstream.flink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.testutils.logging.LoggerAuditingExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

/** How many rows meet in a micro-batch, and what the log says where few do. */
class MicroBatchesTest {
  private static final int ROWS = 600;

  private static final InMemoryReporter METRICS = InMemoryReporter.createWithRetainedMetrics();

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      Sql.cluster(METRICS.addToConfiguration(new Configuration()));

  @RegisterExtension
  final LoggerAuditingExtension log =
      new LoggerAuditingExtension("io.pawstream.flink.sql.internal.model.OpenModel", Level.WARN);

  @TempDir Path directory;

  /**
   * A micro-batch of this interpreter holds 32; ten rows in flight in each of two subtasks, Flink's
   * default, never fill it.
   */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "STREAMING, ''",
    "STREAMING, ', ''max-concurrent-operations'', ''64'''",
    "BATCH, ''",
    "BATCH, ', ''max-concurrent-operations'', ''64'''",
  })
  void concurrencyBoundsMicroBatches(RuntimeExecutionMode mode, String call) throws Exception {
    TableEnvironment env = Sql.environment(mode, 2);
    for (int part = 0; part < 2; part++) {
      int first = part * ROWS / 2;
      Files.writeString(
          directory.resolve("part-" + part + ".csv"),
          IntStream.range(first, first + ROWS / 2)
              .mapToObj(i -> i + ",the invoice " + i + " is wrong please call me back today\n")
              .collect(Collectors.joining()));
    }
    env.executeSql(
        "CREATE TEMPORARY TABLE messages (id INT, text STRING) WITH ('connector' = 'filesystem',"
            + " 'format' = 'csv', 'path' = '"
            + directory.toUri()
            + "')");
    env.executeSql(
        "CREATE TEMPORARY TABLE seen (id INT, label STRING) WITH ('connector' = 'blackhole')");
    Sql.model(env, "m", "label STRING", "urgency", Map.of("cache-size", "0", "lanes", "1"));

    TableResult result =
        env.executeSql(
            "INSERT INTO seen SELECT id, label FROM ML_PREDICT(TABLE messages, MODEL m,"
                + " DESCRIPTOR(text), MAP['async', 'true'"
                + call
                + "])");
    result.await();

    long most = 0;
    double sum = 0;
    long inputs = 0;
    for (Metric metric :
        METRICS
            .findMetrics(result.getJobClient().orElseThrow().getJobID(), ".*microBatchSize.*")
            .values()) {
      Histogram sizes = (Histogram) metric;
      most = Math.max(most, sizes.getStatistics().getMax());
      sum += sizes.getStatistics().getMean() * sizes.getCount();
      inputs += sizes.getCount();
    }
    System.out.printf(
        "%s MAP['async','true'%s]: micro-batches as an input sees them: mean %.1f, largest %d%n",
        mode, call, sum / inputs, most);
    assertThat(inputs).isEqualTo(ROWS);
    if (call.isEmpty()) {
      assertThat(most).isBetween(2L, 20L);
      assertThat(log.getMessages())
          .singleElement()
          .asString()
          .contains("max-concurrent-operations=10, parallelism=2, micro-batch=32")
          .contains("set 'max-concurrent-operations' to 32");
    } else {
      assertThat(most).isBetween(21L, 32L);
      assertThat(log.getMessages()).isEmpty();
    }
  }
}
