package io.pawstream.jobs.internal.label;

import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.PawStreams;
import io.pawstream.flink.PawTransform;
import io.pawstream.jobs.internal.files.FileRow;
import io.pawstream.jobs.internal.files.RowSource;
import io.pawstream.runtime.engine.ProgramOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Builds the Flink job of a run. Used by one thread. */
public final class LabelJob {
  /** Far longer than a full queue takes; an engine that hangs ends as failures, not as silence. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  /** How often tasks report their counts. */
  private static final Duration REPORT_INTERVAL = Duration.ofMillis(500);

  private LabelJob() {}

  /** An environment with the job in it, ready to be executed. */
  public static StreamExecutionEnvironment of(LabelRequest request, Path staging) {
    Configuration configuration = configuration(request);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(request.parallelism());
    DataStream<FileRow> rows =
        env.fromSource(
            RowSource.of(request.inputs(), request.rows()),
            WatermarkStrategy.noWatermarks(),
            "rows");
    PawTransform<FileRow> transform =
        PawStreams.transform(rows)
            .input(row -> row.row().input())
            .options(request.options())
            .capacity(Math.max(64, 2 * request.options().engine().maxSequences()))
            .timeout(TIMEOUT)
            .bindings(configuration)
            .ordered();
    for (BoundProgram program : request.programs()) {
      ProgramOptions options = program.options();
      transform.binding(
          Binding.of(program.name(), program.reference())
              .withOptions(
                  program.labels() == null ? options : options.withLabels(program.labels()))
              .withOnFailure(OnFailure.tag()));
    }
    transform
        .apply()
        .flatMap(new RowWriter(request, staging))
        .returns(Types.STRING)
        .name("write")
        .sinkTo(new DiscardingSink<>());
    return env;
  }

  private static Configuration configuration(LabelRequest request) {
    Configuration configuration = Configuration.fromMap(request.flink());
    configuration.set(
        ExecutionOptions.RUNTIME_MODE,
        request.streaming() ? RuntimeExecutionMode.STREAMING : RuntimeExecutionMode.BATCH);
    // a file starts over as a whole or not at all: half of it is never published
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, REPORT_INTERVAL);
    configuration.setString(
        "metrics.reporter.label-files.factory.class", MicroBatches.Factory.class.getName());
    return configuration;
  }
}
