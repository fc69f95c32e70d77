package io.pawstream.jobs.internal.topic;

import io.pawstream.jobs.internal.topic.format.OutgoingRecord;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.util.List;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Hands records over to Kafka, bytes as they are. Their partition follows from the key, as
 * producers choose it. One thread.
 */
final class TopicWriter implements KafkaRecordSerializationSchema<OutgoingRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      OutgoingRecord record, KafkaSinkContext context, @Nullable Long unused) {
    List<Header> headers =
        record.headers().stream()
            .<Header>map(header -> new RecordHeader(header.name(), header.value()))
            .toList();
    Long timestamp =
        record.timestamp() == TopicRecord.NO_TIMESTAMP ? null : Long.valueOf(record.timestamp());
    return new ProducerRecord<>(
        record.topic(), null, timestamp, record.key(), record.value(), headers);
  }
}
