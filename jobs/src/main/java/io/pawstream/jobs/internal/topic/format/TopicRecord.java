package io.pawstream.jobs.internal.topic.format;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from a topic. Immutable by convention; any thread.
 *
 * @param topic the topic
 * @param partition the partition
 * @param offset the offset in the partition
 * @param timestamp milliseconds since 1970; {@link #NO_TIMESTAMP} where it has none
 * @param key the key, byte for byte; null where it has none
 * @param value the value, byte for byte; null for a tombstone
 * @param headers the headers, in their order
 */
public record TopicRecord(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<TopicHeader> headers) {

  /** Kafka's own number for a record without timestamp. */
  public static final long NO_TIMESTAMP = -1;

  /** The same with another value. */
  public TopicRecord withValue(byte @Nullable [] changed) {
    return new TopicRecord(topic, partition, offset, timestamp, key, changed, headers);
  }
}
