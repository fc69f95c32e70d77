package io.pawstream.jobs.internal.topic;

import io.pawstream.flink.Answered;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.PawStreams;
import io.pawstream.flink.PawTransform;
import io.pawstream.jobs.internal.jobfile.AvroEncoding;
import io.pawstream.jobs.internal.jobfile.Delivery;
import io.pawstream.jobs.internal.jobfile.End;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.SinkFormat;
import io.pawstream.jobs.internal.jobfile.SinkSpec;
import io.pawstream.jobs.internal.jobfile.SourceSpec;
import io.pawstream.jobs.internal.topic.format.AvroFormat;
import io.pawstream.jobs.internal.topic.format.AvroInput;
import io.pawstream.jobs.internal.topic.format.FieldFormat;
import io.pawstream.jobs.internal.topic.format.FileSchemaValues;
import io.pawstream.jobs.internal.topic.format.HeaderFormat;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.RecordFormat;
import io.pawstream.jobs.internal.topic.format.RegistryValues;
import io.pawstream.jobs.internal.topic.format.SchemaFiles;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.jobs.internal.topic.format.ValueInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Builds the Flink job of a job file. Used by one thread. */
public final class TopicJob {
  private static final Duration CHECKPOINTS = Duration.ofSeconds(10);

  /** Kafka's transaction.max.timeout.ms where nothing else is set; brokers refuse more. */
  private static final Duration TRANSACTIONS = Duration.ofMinutes(15);

  private TopicJob() {}

  /**
   * An environment with the job in it, ready to be executed. A schema registry is asked for the ids
   * of what is written.
   *
   * @throws io.pawstream.jobs.internal.jobfile.JobFileException if the job cannot be run
   * @throws io.pawstream.jobs.internal.registry.SchemaRegistryException if a registry is not there
   */
  public static StreamExecutionEnvironment of(JobFile job) {
    return environment(job, WrittenSchemas::ids);
  }

  /**
   * Checks what can be checked without a schema registry.
   *
   * @throws io.pawstream.jobs.internal.jobfile.JobFileException if the job cannot be run
   */
  public static void check(JobFile job) {
    StreamExecutionEnvironment unused = environment(job, none -> Map.of());
  }

  private static StreamExecutionEnvironment environment(
      JobFile job, Function<JobFile, Map<String, Integer>> ids) {
    Configuration configuration = configuration(job);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    DataStream<TopicRecord> records =
        env.fromSource(source(job), WatermarkStrategy.noWatermarks(), "records").uid("records");
    PawTransform<TopicRecord> transform =
        PawStreams.transform(records).input(input(job)).bindings(configuration).uid("paw");
    List<Router.Rule> rules = new ArrayList<>();
    job.bindings()
        .forEach(
            (name, binding) -> {
              transform.binding(binding.binding(name, job.onFailure(binding)));
              rules.add(new Router.Rule(name, job.onFailure(binding), binding.minConfidence()));
            });
    SingleOutputStreamOperator<Answered<TopicRecord>> answered = transform.apply();
    SinkSpec sink = job.sink();
    answered
        .map(
            new Router(
                new Router.Topics(sink.topic(), sink.reviewTopic(), sink.deadLetterTopic()),
                rules,
                format(job, ids.apply(job))))
        .returns(TypeInformation.of(OutgoingRecord.class))
        .name("route")
        .uid("route")
        .sinkTo(sink(job))
        .name("topics")
        .uid("topics");
    return env;
  }

  /** The options of Flink and of the operator that a job file gives. */
  public static Configuration configuration(JobFile job) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.NAME, job.name());
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINTS);
    job.flink().forEach(configuration::setString);
    return configuration;
  }

  /** Reads what a job file says. */
  public static KafkaSource<TopicRecord> source(JobFile job) {
    SourceSpec source = job.source();
    KafkaSourceBuilder<TopicRecord> builder =
        KafkaSource.<TopicRecord>builder()
            .setBootstrapServers(source.bootstrapServers())
            .setTopics(source.topics())
            .setGroupId(job.group())
            .setStartingOffsets(start(source))
            // what is in a transaction that fails never happened
            .setProperty("isolation.level", "read_committed")
            .setDeserializer(new TopicReader());
    source.properties().forEach(builder::setProperty);
    if (source.end() == End.LATEST) {
      builder.setBounded(OffsetsInitializer.latest());
    }
    return builder.build();
  }

  @SuppressWarnings("deprecation") // the connector takes no other type
  private static OffsetsInitializer start(SourceSpec source) {
    return switch (source.start()) {
      case COMMITTED ->
          OffsetsInitializer.committedOffsets(
              org.apache.kafka.clients.consumer.OffsetResetStrategy.EARLIEST);
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> OffsetsInitializer.latest();
    };
  }

  private static InputExtractor<TopicRecord> input(JobFile job) {
    SourceSpec source = job.source();
    FieldPath field =
        source.field() == null ? null : FieldPath.parse("source.field", source.field());
    if (source.encoding() == null || field == null) {
      return new ValueInput(field);
    }
    List<String> schemas =
        source.schema().isEmpty() ? List.of() : SchemaFiles.read(source.schema(), field);
    return new AvroInput(
        field,
        switch (source.encoding()) {
          case REGISTRY -> new RegistryValues(Objects.requireNonNull(job.registry()));
          case SINGLE_OBJECT -> FileSchemaValues.singleObject(schemas);
          case BINARY -> FileSchemaValues.binary(schemas.get(0));
        });
  }

  private static RecordFormat format(JobFile job, Map<String, Integer> ids) {
    AvroEncoding encoding = job.sinkEncoding();
    if (encoding == null) {
      return job.sink().format() == SinkFormat.FIELD
          ? new FieldFormat(job.sink().field())
          : new HeaderFormat();
    }
    return switch (encoding) {
      case REGISTRY -> AvroFormat.registry(ids);
      case SINGLE_OBJECT -> AvroFormat.singleObject();
      case BINARY -> AvroFormat.binary();
    };
  }

  /** Writes as a job file says, each record to its topic. */
  public static KafkaSink<OutgoingRecord> sink(JobFile job) {
    KafkaSinkBuilder<OutgoingRecord> builder =
        KafkaSink.<OutgoingRecord>builder()
            .setBootstrapServers(job.sinkServers())
            .setRecordSerializer(new TopicWriter())
            .setProperty("transaction.timeout.ms", String.valueOf(TRANSACTIONS.toMillis()));
    job.sink().properties().forEach(builder::setProperty);
    return job.sink().delivery() == Delivery.EXACTLY_ONCE
        ? builder
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(job.transactionalIdPrefix())
            .build()
        : builder.setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
  }
}
