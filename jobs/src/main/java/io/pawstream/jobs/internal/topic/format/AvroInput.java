package io.pawstream.jobs.internal.topic.format;

import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.runtime.answer.FailureReason;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericEnumSymbol;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/** Finds the input in an Avro value. One thread at a time. */
public final class AvroInput implements InputExtractor<TopicRecord> {
  private static final long serialVersionUID = 1L;

  private final FieldPath field;
  private final AvroValues values;

  /** An input that is a field of the record in the value, read by {@code values}. */
  public AvroInput(FieldPath field, AvroValues values) {
    this.field = field;
    this.values = values;
  }

  @Override
  public @Nullable String inputOf(TopicRecord record) {
    byte[] value = record.value();
    if (value == null) {
      return null;
    }
    Object at = values.read(value);
    for (String name : field.names()) {
      if (at instanceof IndexedRecord holder) {
        Schema.Field found = holder.getSchema().getField(name);
        // an older schema may not have it yet
        at = found == null ? null : holder.get(found.pos());
      } else if (at instanceof Map<?, ?> map) {
        at = map.get(new Utf8(name));
      } else {
        throw refused("a field must lie in an Avro record", at);
      }
      if (at == null) {
        return null;
      }
    }
    if (at instanceof CharSequence || at instanceof GenericEnumSymbol<?>) {
      return at.toString();
    }
    throw refused("an input must be text", at);
  }

  private UnreadableRecordException refused(String rule, @Nullable Object found) {
    return new UnreadableRecordException(
        FailureReason.INVALID_RECORD, rule + ": source.field=" + field + ", type=" + type(found));
  }

  private static String type(@Nullable Object found) {
    return found == null ? "null" : GenericData.get().induce(found).getType().getName();
  }
}
