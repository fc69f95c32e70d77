package io.pawstream.jobs.example.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.internal.topic.format.JsonObjects;
import io.pawstream.jobs.internal.topic.format.TopicRecord;
import io.pawstream.runtime.answer.FailureReason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Reads the JSON objects of a log shipper: {@code time} (ISO 8601), {@code host}, {@code service},
 * {@code message}. Any thread. A record is read at each step anew, which costs a microsecond, and
 * the original stays at hand for a dead letter.
 */
final class LogReader implements InputExtractor<TopicRecord> {
  private static final long serialVersionUID = 1L;

  private final long mostAheadMillis;

  /**
   * A reader.
   *
   * @param mostAhead how far a line's time may lie ahead of this machine's: one wrong clock would
   *     otherwise carry everybody's event time with it
   */
  LogReader(Duration mostAhead) {
    mostAheadMillis = mostAhead.toMillis();
  }

  /**
   * The line.
   *
   * @throws UnreadableRecordException if it is none
   */
  LogLine read(TopicRecord record) {
    byte[] value = record.value();
    if (value == null) {
      throw new UnreadableRecordException(FailureReason.NULL_INPUT, "a line must have a value");
    }
    ObjectNode object = JsonObjects.read(value);
    long time = time(text(object, "time"));
    return new LogLine(
        time, text(object, "host"), text(object, "service"), text(object, "message"));
  }

  /** Event time of a record; before all time where it has none. */
  long timeOf(TopicRecord record) {
    try {
      return read(record).time();
    } catch (UnreadableRecordException e) {
      return Long.MIN_VALUE;
    }
  }

  @Override
  public String inputOf(TopicRecord record) {
    return read(record).message();
  }

  private long time(String text) {
    long time;
    try {
      time = Instant.parse(text).toEpochMilli();
    } catch (DateTimeParseException | ArithmeticException e) {
      throw invalid("the time of a line must be ISO 8601 in UTC: field=time; write an instant");
    }
    if (time > System.currentTimeMillis() + mostAheadMillis) {
      throw invalid(
          "the time of a line must not lie ahead of the clock: field=time, most ms="
              + mostAheadMillis
              + "; set the clock of its host");
    }
    return time;
  }

  private static String text(ObjectNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || !value.isTextual()) {
      throw invalid("a line must have the text: field=" + field);
    }
    return value.textValue();
  }

  private static UnreadableRecordException invalid(String detail) {
    return new UnreadableRecordException(FailureReason.INVALID_RECORD, detail);
  }
}
