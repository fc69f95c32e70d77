package io.pawstream.jobs.internal.evaluate;

import io.pawstream.flink.PawConfigOptions;
import io.pawstream.jobs.internal.jobfile.evaluation.EvaluationFile;
import io.pawstream.jobs.internal.jobfile.evaluation.EvaluationSource;
import io.pawstream.jobs.internal.jobfile.evaluation.ReportSpec;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.enumerate.NonSplittingRecursiveEnumerator;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;
import org.apache.flink.streaming.api.functions.sink.filesystem.bucketassigners.BasePathBucketAssigner;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Builds the Flink job of an evaluation. Used by one thread. */
public final class EvaluateJob {
  /** Far longer than a full queue takes; an engine that hangs ends as failures, not as silence. */
  private static final Duration TIMEOUT = Duration.ofHours(1);

  private EvaluateJob() {}

  /**
   * An environment with the job in it, ready to be executed.
   *
   * @throws IOException if a file system cannot be asked
   */
  public static StreamExecutionEnvironment of(EvaluationFile file) throws IOException {
    Configuration configuration = configuration(file);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    EvaluationSource source = file.source();
    ReportSpec report = file.report();
    List<Path> paths = source.files().stream().map(WholeFile::path).toList();
    boolean one =
        paths.size() == 1 && !paths.get(0).getFileSystem().getFileStatus(paths.get(0)).isDir();
    DataStream<Row> rows =
        env.fromSource(
                FileSource.forRecordStreamFormat(
                        new RowFormat(
                            new RowSpec(
                                source.format().rows(),
                                source.field(),
                                List.of(),
                                List.of(source.expected()),
                                RowSpec.DEFAULT_LIMIT)),
                        paths.toArray(Path[]::new))
                    // whole files; of a directory all but those whose names begin with . or _
                    .setFileEnumerator(
                        one
                            ? () -> new NonSplittingRecursiveEnumerator(path -> true)
                            : NonSplittingRecursiveEnumerator::new)
                    .build(),
                WatermarkStrategy.noWatermarks(),
                "rows")
            .setParallelism(one ? 1 : env.getParallelism());
    DataStream<JudgedMessage> judged =
        AsyncDataStream.orderedWait(
                one && env.getParallelism() > 1 ? rows.rebalance() : rows,
                new AskFunction(
                    file.program().reference(),
                    file.program().options(),
                    PawConfigOptions.pawOptions(configuration),
                    new EvaluationRows(report.rows() != null, report.inputs())),
                configuration
                    .getOptional(PawConfigOptions.ASYNC_TIMEOUT)
                    .orElse(TIMEOUT)
                    .toMillis(),
                TimeUnit.MILLISECONDS,
                configuration.get(PawConfigOptions.ASYNC_CAPACITY))
            .returns(TypeInformation.of(JudgedMessage.class))
            .name("ask");
    judged
        .transform(
            "tally",
            TypeInformation.of(JudgedMessage.class),
            new TallyOperator(String.join(", ", source.files()), !one, report))
        .setParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .setParallelism(1);
    if (report.rows() != null) {
      judged
          .sinkTo(
              FileSink.forBulkFormat(WholeFile.path(report.rows()), AvroRowsWriter::new)
                  .withBucketAssigner(new BasePathBucketAssigner<>())
                  .withOutputFileConfig(
                      OutputFileConfig.builder()
                          .withPartPrefix("rows")
                          .withPartSuffix(".avro")
                          .build())
                  .build())
          .name("evaluation-rows");
    }
    return env;
  }

  private static Configuration configuration(EvaluationFile file) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.NAME, file.name());
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    file.flink().forEach(configuration::setString);
    configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
    return configuration;
  }
}
