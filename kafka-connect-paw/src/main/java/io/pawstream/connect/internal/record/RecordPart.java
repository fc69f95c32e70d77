package io.pawstream.connect.internal.record;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transform works on. */
public enum RecordPart {
  KEY {
    @Override
    public @Nullable Schema schema(ConnectRecord<?> record) {
      return record.keySchema();
    }

    @Override
    public @Nullable Object value(ConnectRecord<?> record) {
      return record.key();
    }

    @Override
    <R extends ConnectRecord<R>> R with(R record, Payload payload, Place place) {
      return record.newRecord(
          place.topic(),
          place.partition(),
          payload.schema(),
          payload.value(),
          record.valueSchema(),
          record.value(),
          record.timestamp(),
          place.headers());
    }
  },

  VALUE {
    @Override
    public @Nullable Schema schema(ConnectRecord<?> record) {
      return record.valueSchema();
    }

    @Override
    public @Nullable Object value(ConnectRecord<?> record) {
      return record.value();
    }

    @Override
    <R extends ConnectRecord<R>> R with(R record, Payload payload, Place place) {
      return record.newRecord(
          place.topic(),
          place.partition(),
          record.keySchema(),
          record.key(),
          payload.schema(),
          payload.value(),
          record.timestamp(),
          place.headers());
    }
  };

  /** A key or a value with its schema, null where it has none. */
  record Payload(@Nullable Schema schema, @Nullable Object value) {}

  /**
   * Where a record goes, and its headers.
   *
   * @param partition null to let the producer choose
   */
  record Place(String topic, @Nullable Integer partition, Headers headers) {}

  public abstract @Nullable Schema schema(ConnectRecord<?> record);

  public abstract @Nullable Object value(ConnectRecord<?> record);

  /** A record like this one but for this part, its place and its headers. */
  abstract <R extends ConnectRecord<R>> R with(R record, Payload payload, Place place);
}
