package io.pawstream.connect.internal.record;

import io.pawstream.runtime.answer.Outcome;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Puts outcomes into headers, one per member of an entry: {@code paw.urgency.label}. Headers of the
 * same names are replaced, so that a record that comes twice has them once. Any thread.
 */
final class HeaderWriter {
  private final String prefix;

  HeaderWriter(String prefix) {
    this.prefix = prefix;
  }

  /** A copy of {@code headers} with the outcomes in it. */
  Headers write(Headers headers, Map<String, @Nullable Outcome> outcomes) {
    Headers written = headers.duplicate();
    outcomes.forEach(
        (name, outcome) -> {
          remove(written, prefix + name, Entry.LABEL_SCHEMA);
          remove(written, prefix + name, Entry.TEXT_SCHEMA);
          Map<String, Object> entry = Entry.of(outcome);
          if (entry != null) {
            add(written, prefix + name, entry);
          }
        });
    return written;
  }

  private static void remove(Headers headers, String name, Schema schema) {
    for (Field field : schema.fields()) {
      if (field.schema().type() == Schema.Type.STRUCT) {
        remove(headers, name + '.' + field.name(), field.schema());
      } else {
        headers.remove(name + '.' + field.name());
      }
    }
  }

  private static void add(Headers headers, String name, Map<?, ?> entry) {
    entry.forEach(
        (member, value) -> {
          String header = name + '.' + member;
          if (value instanceof Map<?, ?> map) {
            add(headers, header, map);
          } else if (value instanceof Double number) {
            headers.addDouble(header, number);
          } else if (value instanceof Boolean flag) {
            headers.addBoolean(header, flag);
          } else {
            headers.addString(header, String.valueOf(value));
          }
        });
  }
}
