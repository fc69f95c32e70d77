package io.pawstream.jobs.internal.topic.format;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Reads Avro values with the schema they were written with. Serializable; one thread at a time. */
public interface AvroValues extends Serializable {

  /**
   * What {@code value} holds, in Avro's generic classes.
   *
   * @throws io.pawstream.flink.UnreadableRecordException if it cannot be read
   * @throws io.pawstream.flink.InputUnavailableException if its schema cannot be had now
   */
  @Nullable Object read(byte[] value);
}
