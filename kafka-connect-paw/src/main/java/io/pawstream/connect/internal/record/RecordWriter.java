package io.pawstream.connect.internal.record;

import io.pawstream.connect.internal.record.RecordPart.Payload;
import io.pawstream.connect.internal.record.RecordPart.Place;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Outcome;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the record that carries the outcomes: in a field or in headers, and on its way to the topic
 * of its label. The record that came in is never changed. Any thread.
 */
public final class RecordWriter {
  private final RecordPart part;
  private final @Nullable FieldWriter fields;
  private final @Nullable HeaderWriter headers;
  private final @Nullable TopicPattern topics;
  private final ToDoubleFunction<String> minConfidence;

  /**
   * @param field where entries are written to, null for none
   * @param headerPrefix what the names of headers begin with, null for none
   * @param topics null to leave records on their topic
   * @param minConfidence by program: a label below it does not change the topic
   * @param labelled by name of each program whether it has a label set
   */
  public RecordWriter(
      RecordPart part,
      @Nullable String field,
      @Nullable String headerPrefix,
      @Nullable TopicPattern topics,
      ToDoubleFunction<String> minConfidence,
      Map<String, Boolean> labelled) {
    this.part = part;
    this.fields = field == null ? null : new FieldWriter(field, schemas(labelled));
    this.headers = headerPrefix == null ? null : new HeaderWriter(headerPrefix);
    this.topics = topics;
    this.minConfidence = minConfidence;
  }

  private static Map<String, Schema> schemas(Map<String, Boolean> labelled) {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    labelled.forEach(
        (name, set) -> schemas.put(name, set ? Entry.LABEL_SCHEMA : Entry.TEXT_SCHEMA));
    return schemas;
  }

  /** Whether the outcomes of this record would have nowhere to go. */
  public boolean isTombstone(ConnectRecord<?> record) {
    return fields != null && part.value(record) == null;
  }

  /**
   * The record with its outcomes.
   *
   * @param outcomes by name of the program, in order; null where there is none
   * @throws org.apache.kafka.connect.errors.DataException if the record cannot have fields
   */
  public <R extends ConnectRecord<R>> R write(R record, Map<String, @Nullable Outcome> outcomes) {
    Payload payload = new Payload(part.schema(record), part.value(record));
    if (fields != null) {
      payload = fields.write(payload, outcomes);
    }
    Headers written =
        headers == null ? record.headers().duplicate() : headers.write(record.headers(), outcomes);
    String topic = topics == null ? null : topics.topic(record.topic(), labels(outcomes));
    return part.with(record, payload, place(record, topic, written));
  }

  private static Place place(ConnectRecord<?> record, @Nullable String topic, Headers headers) {
    if (topic == null || topic.equals(record.topic())) {
      return new Place(record.topic(), record.kafkaPartition(), headers);
    }
    // A producer must not take over a number that may lie beyond the other topic's partitions; the
    // record of a sink has to have one, which nothing is sent to.
    return new Place(topic, record instanceof SinkRecord ? record.kafkaPartition() : null, headers);
  }

  private Map<String, String> labels(Map<String, @Nullable Outcome> outcomes) {
    Map<String, String> labels = new HashMap<>();
    outcomes.forEach(
        (name, outcome) -> {
          if (outcome instanceof Answer answer
              && answer.isLabel()
              && answer.confidence() >= minConfidence.applyAsDouble(name)) {
            labels.put(name, answer.value());
          }
        });
    return labels;
  }
}
