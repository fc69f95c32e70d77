package io.pawstream.benchmarks.internal.rows;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.flink.PawConfigOptions;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.types.Row;

/**
 * The job of {@link FlinkJob} as a statement of SQL: {@code ML_PREDICT} over a model of the program
 * between the same source and sink.
 */
final class SqlJob implements Measured {
  private final String key;
  private final Subject subject;
  private final int concurrency;

  /**
   * A job.
   *
   * @param concurrency {@code max-concurrent-operations} of the call
   */
  SqlJob(String key, Subject subject, int concurrency) {
    this.key = key;
    this.subject = subject;
    this.concurrency = concurrency;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return "Flink SQL, ML_PREDICT, " + concurrency + " in flight";
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return concurrency;
  }

  @Override
  public String amountOf() {
    return Rows.ENGINE;
  }

  @Override
  public Round run(int amount) throws Exception {
    RunningJob job = RunningJob.begin(subject.stream(), amount);
    try (StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(1, configuration())) {
      StreamTableEnvironment tables = StreamTableEnvironment.create(env);
      DataStream<String> texts =
          env.fromSequence(0, amount - 1).map(SqlJob::arrive).returns(Types.STRING);
      tables.createTemporaryView("messages", tables.fromDataStream(texts).as("text"));
      tables.executeSql(
          "CREATE TEMPORARY MODEL m INPUT (text STRING) OUTPUT (label STRING, confidence DOUBLE)"
              + " WITH ('provider' = 'paw', 'program' = '"
              + quoted(subject.reference())
              + "'"
              + labels()
              + ")");
      tables
          .toDataStream(
              tables.sqlQuery(
                  "SELECT label, confidence FROM ML_PREDICT(TABLE messages, MODEL m,"
                      + " DESCRIPTOR(text), MAP['async', 'true', 'max-concurrent-operations', '"
                      + concurrency
                      + "'])"))
          .map(SqlJob::leave)
          .returns(Types.INT)
          .sinkTo(new DiscardingSink<>());
      env.execute(key);
    } finally {
      job.end();
    }
    return job.whole();
  }

  private String labels() {
    List<String> labels = subject.program().labels();
    return labels == null ? "" : ", 'labels' = '" + quoted(String.join(";", labels)) + "'";
  }

  private static String quoted(String text) {
    return text.replace("'", "''");
  }

  /** The engine that the other rows have. */
  private Configuration configuration() {
    PawOptions options = subject.options(subject.engine());
    EngineOptions engine = options.engine();
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(PawConfigOptions.INTERPRETER, options.interpreter());
    configuration.set(PawConfigOptions.ENGINE_LANES, engine.lanes());
    configuration.set(PawConfigOptions.ENGINE_THREADS, engine.threads());
    configuration.set(PawConfigOptions.ENGINE_MAX_SEQUENCES, engine.maxSequences());
    configuration.set(PawConfigOptions.ENGINE_BATCH_TOKENS, engine.batchTokens());
    configuration.set(PawConfigOptions.ENGINE_CACHE_SIZE, new MemorySize(engine.cacheBytes()));
    return configuration;
  }

  private static String arrive(Long number) {
    return RunningJob.running().arrive(number);
  }

  private static int leave(Row row) {
    return RunningJob.running().leave(row.getField(0) == null ? 0 : 1);
  }

  @Override
  public void close() {
    // each run closes its own job
  }
}
