package io.pawstream.jobs.internal.topic.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a topic. Immutable by convention; any thread.
 *
 * @param topic the topic
 * @param timestamp milliseconds since 1970; {@link TopicRecord#NO_TIMESTAMP} where it has none
 * @param key the key; null where it has none
 * @param value the value; null for a tombstone
 * @param headers the headers, in their order
 */
public record OutgoingRecord(
    String topic,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<TopicHeader> headers) {

  /** {@code record} with another value, and headers that may be others. */
  public static OutgoingRecord of(
      String topic, TopicRecord record, byte @Nullable [] value, List<TopicHeader> headers) {
    return new OutgoingRecord(topic, record.timestamp(), record.key(), value, headers);
  }

  /** {@code record} as it came. */
  public static OutgoingRecord unchanged(String topic, TopicRecord record) {
    return of(topic, record, record.value(), record.headers());
  }
}
