package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the records go. Immutable; any thread.
 *
 * @param bootstrapServers brokers; null takes those of the source
 * @param topic topic of the records with their answers
 * @param reviewTopic topic of records with an answer of low confidence instead; null for none
 * @param deadLetterTopic topic of records without an answer instead; null for none
 * @param format how records are written, except dead letters
 * @param field the field of the JSON value that answers are written to
 * @param encoding how Avro values name their schema; null takes the usual, see {@link
 *     JobFile#sinkEncoding}
 * @param subject subject of the registry that holds the schema of what is written; null for one per
 *     topic, {@code topic-value}
 * @param register whether the schema is registered where the subject does not have it
 * @param delivery what a failure of the job does to records that are written
 * @param transactionalIdPrefix beginning of transactional ids, unique among the cluster's jobs;
 *     null takes the name of the job
 * @param properties further options of Kafka's producer
 */
public record SinkSpec(
    @Nullable String bootstrapServers,
    String topic,
    @Nullable String reviewTopic,
    @Nullable String deadLetterTopic,
    SinkFormat format,
    String field,
    @Nullable AvroEncoding encoding,
    @Nullable String subject,
    @Nullable Boolean register,
    Delivery delivery,
    @Nullable String transactionalIdPrefix,
    Map<String, String> properties) {

  /** The field where nothing else is chosen. */
  public static final String DEFAULT_FIELD = "paw";

  /** Checks the values. */
  public SinkSpec(
      @JsonProperty("bootstrap-servers") @Nullable String bootstrapServers,
      @JsonProperty("topic") @Nullable String topic,
      @JsonProperty("review-topic") @Nullable String reviewTopic,
      @JsonProperty("dead-letter-topic") @Nullable String deadLetterTopic,
      @JsonProperty("format") @Nullable SinkFormat format,
      @JsonProperty("field") @Nullable String field,
      @JsonProperty("encoding") @Nullable AvroEncoding encoding,
      @JsonProperty("subject") @Nullable String subject,
      @JsonProperty("register") @Nullable Boolean register,
      @JsonProperty("delivery") @Nullable Delivery delivery,
      @JsonProperty("transactional-id-prefix") @Nullable String transactionalIdPrefix,
      @JsonProperty("properties") @Nullable Map<String, String> properties) {
    this.bootstrapServers = Values.textOrNull(bootstrapServers);
    this.topic = Values.required("sink.topic", topic);
    this.reviewTopic = Values.textOrNull(reviewTopic);
    this.deadLetterTopic = Values.textOrNull(deadLetterTopic);
    this.format = Values.or(format, SinkFormat.HEADERS);
    String chosen = Values.textOrNull(field);
    this.field = Values.or(chosen, DEFAULT_FIELD);
    this.encoding = encoding;
    this.subject = Values.textOrNull(subject);
    this.register = register;
    this.delivery = Values.or(delivery, Delivery.EXACTLY_ONCE);
    this.transactionalIdPrefix = Values.textOrNull(transactionalIdPrefix);
    this.properties = Values.orNone(properties);
    if (chosen != null && this.format != SinkFormat.FIELD) {
      throw new JobFileException(
          "sink.field needs sink.format=field: sink.format="
              + this.format.code()
              + "; remove sink.field or set sink.format to field");
    }
    if (encoding != null && this.format != SinkFormat.AVRO) {
      throw new JobFileException(
          "sink.encoding needs sink.format=avro: sink.format="
              + this.format.code()
              + "; remove sink.encoding or set sink.format to avro");
    }
    if (this.format == SinkFormat.FIELD && this.deadLetterTopic == null) {
      throw new JobFileException(
          "sink.format=field needs sink.dead-letter-topic: a value that is no JSON object has no"
              + " field to write to");
    }
  }

  /** The subject of the registry for what is written to {@code to}. */
  public String subjectOf(String to) {
    return Values.or(subject, to + "-value");
  }

  /** Whether the schema is registered where the subject does not have it. */
  public boolean registers() {
    return Values.or(register, true);
  }
}
