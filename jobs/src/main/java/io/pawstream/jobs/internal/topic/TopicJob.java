package io.pawstream.jobs.internal.topic;

import io.pawstream.flink.Answered;
import io.pawstream.flink.PawStreams;
import io.pawstream.flink.PawTransform;
import io.pawstream.jobs.internal.jobfile.Delivery;
import io.pawstream.jobs.internal.jobfile.End;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.SinkSpec;
import io.pawstream.jobs.internal.jobfile.SourceSpec;
import io.pawstream.jobs.internal.topic.format.AvroFormat;
import io.pawstream.jobs.internal.topic.format.FieldFormat;
import io.pawstream.jobs.internal.topic.format.HeaderFormat;
import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.RecordFormat;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.jobs.internal.topic.format.ValueInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  /** An environment with the job in it, ready to be executed. */
  public static StreamExecutionEnvironment of(JobFile job) {
    Configuration configuration = configuration(job);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    DataStream<TopicRecord> records =
        env.fromSource(source(job), WatermarkStrategy.noWatermarks(), "records").uid("records");
    String path = job.source().field();
    PawTransform<TopicRecord> transform =
        PawStreams.transform(records)
            .input(new ValueInput(path == null ? null : FieldPath.parse("source.field", path)))
            .bindings(configuration)
            .uid("paw");
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
                format(sink)))
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

  private static RecordFormat format(SinkSpec sink) {
    return switch (sink.format()) {
      case HEADERS -> new HeaderFormat();
      case FIELD -> new FieldFormat(sink.field());
      case AVRO -> new AvroFormat();
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
