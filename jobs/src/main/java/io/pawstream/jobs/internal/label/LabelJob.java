package io.pawstream.jobs.internal.label;

import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.PawStreams;
import io.pawstream.flink.PawTransform;
import io.pawstream.rows.Row;
import io.pawstream.runtime.engine.ProgramOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringEncoder;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.PartFileInfo;
import org.apache.flink.streaming.api.functions.sink.filesystem.RollingPolicy;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;

/** Builds the Flink job of a run. Used by one thread. */
public final class LabelJob {
  /** Far longer than a full queue takes; an engine that hangs ends as failures, not as silence. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  /** How often tasks report their counts. */
  private static final Duration REPORT_INTERVAL = Duration.ofMillis(500);

  private LabelJob() {}

  /** An environment with the job in it, ready to be executed. */
  public static StreamExecutionEnvironment of(LabelRequest request, Path staging) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration(request));
    env.setParallelism(request.parallelism());
    FileSource<Row> source =
        FileSource.forRecordStreamFormat(new RowFormat(request.rows()), flinkPath(request.input()))
            // the usual enumerator passes over names that begin with . or _
            .setFileEnumerator(() -> new NonSplittingRecursiveEnumerator(path -> true))
            .build();
    DataStream<Row> rows =
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "rows").setParallelism(1);
    PawTransform<Row> transform =
        PawStreams.transform(request.parallelism() == 1 ? rows : rows.rebalance())
            .input(Row::input)
            .options(request.options())
            .capacity(Math.max(64, 2 * request.options().engine().maxSequences()))
            .timeout(TIMEOUT)
            .ordered();
    for (BoundProgram program : request.programs()) {
      ProgramOptions options = ProgramOptions.DEFAULT.withOverflow(request.overflow());
      transform.binding(
          Binding.of(program.name(), program.reference())
              .withOptions(
                  program.labels() == null ? options : options.withLabels(program.labels()))
              .withOnFailure(OnFailure.tag()));
    }
    transform
        .apply()
        .map(new RowWriter(request.programs(), request.policy(), request.lowConfidence()))
        .returns(Types.STRING)
        .name("write")
        .sinkTo(
            FileSink.forRowFormat(flinkPath(staging), new SimpleStringEncoder<String>("UTF-8"))
                .withBucketAssigner(new BasePathBucketAssigner<>())
                .withRollingPolicy(new OnePart())
                .build());
    return env;
  }

  private static Configuration configuration(LabelRequest request) {
    Configuration configuration = new Configuration();
    configuration.set(
        ExecutionOptions.RUNTIME_MODE,
        request.streaming() ? RuntimeExecutionMode.STREAMING : RuntimeExecutionMode.BATCH);
    // a run starts over as a whole or not at all: half of it is never published
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, REPORT_INTERVAL);
    configuration.setString(
        "metrics.reporter.label-files.factory.class", MicroBatches.Factory.class.getName());
    return configuration;
  }

  private static org.apache.flink.core.fs.Path flinkPath(Path path) {
    return org.apache.flink.core.fs.Path.fromLocalFile(path.toAbsolutePath().toFile());
  }

  /** One part per subtask, however long the run. */
  private static final class OnePart implements RollingPolicy<String, String> {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean shouldRollOnCheckpoint(PartFileInfo<String> part) {
      return false;
    }

    @Override
    public boolean shouldRollOnEvent(PartFileInfo<String> part, String line) {
      return false;
    }

    @Override
    public boolean shouldRollOnProcessingTime(PartFileInfo<String> part, long time) {
      return false;
    }
  }
}
