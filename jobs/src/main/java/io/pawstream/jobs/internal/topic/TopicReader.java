package io.pawstream.jobs.internal.topic;

import io.pawstream.jobs.internal.topic.format.TopicHeader;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Takes over Kafka's records, bytes as they are. One thread. */
final class TopicReader implements KafkaRecordDeserializationSchema<TopicRecord> {
  private static final long serialVersionUID = 1L;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<TopicRecord> out) {
    List<TopicHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new TopicHeader(header.key(), header.value()));
    }
    out.collect(
        new TopicRecord(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value(),
            headers));
  }

  @Override
  public TypeInformation<TopicRecord> getProducedType() {
    return TypeInformation.of(TopicRecord.class);
  }
}
