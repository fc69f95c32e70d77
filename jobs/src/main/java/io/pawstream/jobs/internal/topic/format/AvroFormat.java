package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.Answered;
import io.pawstream.jobs.internal.avro.AvroOutcomes;
import io.pawstream.jobs.internal.jobfile.AvroEncoding;
import io.pawstream.runtime.answer.Outcome;
import io.pawstream.schemas.Header;
import io.pawstream.schemas.LabelledRecord;
import io.pawstream.schemas.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.message.RawMessageEncoder;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LabelledRecord} in Avro as the value; key and headers stay beside it as well. Any
 * thread.
 */
public final class AvroFormat implements RecordFormat {
  private static final long serialVersionUID = 2L;

  private final AvroEncoding encoding;
  private final Map<String, Integer> ids;

  private AvroFormat(AvroEncoding encoding, Map<String, Integer> ids) {
    this.encoding = encoding;
    this.ids = Map.copyOf(ids);
  }

  /** Values that name their schema by its fingerprint. */
  public static AvroFormat singleObject() {
    return new AvroFormat(AvroEncoding.SINGLE_OBJECT, Map.of());
  }

  /** Values that do not name their schema. */
  public static AvroFormat binary() {
    return new AvroFormat(AvroEncoding.BINARY, Map.of());
  }

  /**
   * Values that name their schema by its id in a registry.
   *
   * @param ids the id for each topic
   */
  public static AvroFormat registry(Map<String, Integer> ids) {
    return new AvroFormat(AvroEncoding.REGISTRY, ids);
  }

  @Override
  public OutgoingRecord write(String topic, Answered<TopicRecord> answered) {
    TopicRecord record = answered.record();
    LabelledRecord labelled =
        LabelledRecord.newBuilder()
            .setOrigin(new Origin(record.topic(), record.partition(), record.offset()))
            .setTimestamp(
                record.timestamp() == TopicRecord.NO_TIMESTAMP
                    ? null
                    : Instant.ofEpochMilli(record.timestamp()))
            .setKey(buffer(record.key()))
            .setPayload(buffer(record.value()))
            .setHeaders(headers(record))
            .setAnswers(answers(answered))
            .setLabelledAt(Instant.now().truncatedTo(ChronoUnit.MILLIS))
            .build();
    return OutgoingRecord.of(topic, record, encoded(topic, labelled), record.headers());
  }

  private byte[] encoded(String topic, LabelledRecord record) {
    try {
      return switch (encoding) {
        case SINGLE_OBJECT -> bytes(0, LabelledRecord.getEncoder().encode(record)).array();
        case BINARY -> bytes(0, datum(record)).array();
        case REGISTRY -> {
          ByteBuffer value = bytes(RegistryValues.HEADER, datum(record));
          int id = Objects.requireNonNull(ids.get(topic), "registered for each topic");
          yield value.put(0, RegistryValues.MARK).putInt(1, id).array();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException("a record in memory cannot fail to be encoded", e);
    }
  }

  private static ByteBuffer datum(LabelledRecord record) throws IOException {
    return new RawMessageEncoder<LabelledRecord>(
            record.getSpecificData(), LabelledRecord.getClassSchema())
        .encode(record);
  }

  /** Room for a header, and what follows it, in an array of their own. */
  private static ByteBuffer bytes(int header, ByteBuffer datum) {
    return ByteBuffer.allocate(header + datum.remaining()).position(header).put(datum);
  }

  private static List<Header> headers(TopicRecord record) {
    return record.headers().stream().map(h -> new Header(h.name(), buffer(h.value()))).toList();
  }

  private static Map<String, Object> answers(Answered<TopicRecord> answered) {
    Map<String, Object> answers = new LinkedHashMap<>();
    for (String name : answered.names()) {
      Outcome outcome = answered.outcome(name);
      if (outcome != null) {
        answers.put(name, AvroOutcomes.of(outcome));
      }
    }
    return answers;
  }

  private static @Nullable ByteBuffer buffer(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
