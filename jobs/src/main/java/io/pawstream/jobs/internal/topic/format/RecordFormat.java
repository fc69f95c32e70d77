package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.Answered;
import java.io.Serializable;

/** How a record is written with its outcomes. Serializable; one thread at a time. */
public interface RecordFormat extends Serializable {

  /**
   * The record for {@code topic}; its value is not null.
   *
   * @throws io.pawstream.flink.UnreadableRecordException if there is no place for the outcomes
   */
  OutgoingRecord write(String topic, Answered<TopicRecord> answered);
}
