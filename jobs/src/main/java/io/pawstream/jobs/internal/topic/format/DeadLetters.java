package io.pawstream.jobs.internal.topic.format;

import io.pawstream.runtime.answer.Failure;
import java.util.ArrayList;
import java.util.List;

/**
 * Dead letters: key, value, headers and timestamp as they were, and why and where from in headers
 * {@code paw.failure.*}, which replace those of an earlier failure. Stateless; any thread.
 */
public final class DeadLetters {
  private static final String PREFIX = "paw.failure.";

  private DeadLetters() {}

  /** The dead letter of {@code record}, which has a failure at {@code binding}. */
  public static OutgoingRecord of(
      String topic, TopicRecord record, String binding, Failure failure) {
    List<TopicHeader> headers = new ArrayList<>(record.headers());
    headers.removeIf(header -> header.name().startsWith(PREFIX));
    headers.add(TopicHeader.of(PREFIX + "binding", binding));
    headers.add(TopicHeader.of(PREFIX + "reason", failure.reason().code()));
    headers.add(TopicHeader.of(PREFIX + "detail", failure.detail()));
    headers.add(TopicHeader.of(PREFIX + "program", failure.program()));
    headers.add(TopicHeader.of(PREFIX + "topic", record.topic()));
    headers.add(TopicHeader.of(PREFIX + "partition", String.valueOf(record.partition())));
    headers.add(TopicHeader.of(PREFIX + "offset", String.valueOf(record.offset())));
    return OutgoingRecord.of(topic, record, record.value(), headers);
  }
}
