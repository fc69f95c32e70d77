package io.pawstream.jobs.internal.topic.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.flink.Answered;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.rows.EntryJson;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import java.util.Locale;
import java.util.Objects;

/**
 * Puts outcomes into a field of the JSON value, an entry per binding. Entries join those that are
 * there already; one of the same name is replaced. Any thread.
 */
public final class FieldFormat implements RecordFormat {
  private static final long serialVersionUID = 1L;

  private final String field;

  /** A format that writes to {@code field} of the outermost object. */
  public FieldFormat(String field) {
    this.field = field;
  }

  @Override
  public OutgoingRecord write(String topic, Answered<TopicRecord> answered) {
    TopicRecord record = answered.record();
    ObjectNode object = JsonObjects.read(Objects.requireNonNull(record.value()));
    ObjectNode entries = entries(object);
    for (String name : answered.names()) {
      Outcome outcome = answered.outcome(name);
      String entry = outcome == null ? EntryJson.ofNull(name) : EntryJson.of(name, outcome);
      entries.set(name, JsonObjects.node('{' + entry + '}').get(name));
    }
    return OutgoingRecord.of(topic, record, JsonObjects.write(object), record.headers());
  }

  private ObjectNode entries(ObjectNode object) {
    JsonNode before = object.get(field);
    if (before == null || before.isNull()) {
      return object.putObject(field);
    }
    if (before instanceof ObjectNode entries) {
      return entries;
    }
    throw new UnreadableRecordException(
        FailureReason.INVALID_RECORD,
        "the field that outcomes are written to must be new or an object: sink.field="
            + field
            + ", type="
            + before.getNodeType().name().toLowerCase(Locale.ROOT)
            + "; choose another sink.field");
  }
}
