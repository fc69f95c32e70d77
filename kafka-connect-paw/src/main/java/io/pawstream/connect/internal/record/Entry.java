package io.pawstream.connect.internal.record;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as it stands in records, the same in fields, JSON and headers: {@code label} or {@code
 * text}, {@code confidence}, {@code margin}, {@code finish}, {@code truncated}, {@code program}; or
 * {@code failure} with {@code reason} and {@code detail}. Stateless; any thread.
 */
final class Entry {
  static final String FAILURE = "failure";

  private static final Schema FAILURE_SCHEMA =
      SchemaBuilder.struct()
          .name("io.pawstream.connect.Failure")
          .version(1)
          .optional()
          .field("reason", Schema.STRING_SCHEMA)
          .field("detail", Schema.STRING_SCHEMA)
          .build();

  /** Of a program with a label set. */
  static final Schema LABEL_SCHEMA = schema("io.pawstream.connect.LabelAnswer", "label");

  /** Of a program without. */
  static final Schema TEXT_SCHEMA = schema("io.pawstream.connect.TextAnswer", "text");

  private Entry() {}

  private static Schema schema(String name, String value) {
    return SchemaBuilder.struct()
        .name(name)
        .version(1)
        .optional()
        .field(value, Schema.OPTIONAL_STRING_SCHEMA)
        .field("confidence", Schema.OPTIONAL_FLOAT64_SCHEMA)
        .field("margin", Schema.OPTIONAL_FLOAT64_SCHEMA)
        .field("finish", Schema.OPTIONAL_STRING_SCHEMA)
        .field("truncated", Schema.OPTIONAL_BOOLEAN_SCHEMA)
        .field("program", Schema.OPTIONAL_STRING_SCHEMA)
        .field(FAILURE, FAILURE_SCHEMA)
        .build();
  }

  /** Members and their values, in order; null where there is no outcome. */
  static @Nullable Map<String, Object> of(@Nullable Outcome outcome) {
    Map<String, Object> entry = new LinkedHashMap<>();
    if (outcome instanceof Answer answer) {
      entry.put(answer.isLabel() ? "label" : "text", answer.value());
      putFinite(entry, "confidence", answer.confidence());
      putFinite(entry, "margin", answer.margin());
      entry.put("finish", answer.finish().code());
      entry.put("truncated", answer.truncated());
      entry.put("program", answer.program());
      return entry;
    }
    if (outcome instanceof Failure failure) {
      Map<String, Object> why = new LinkedHashMap<>();
      why.put("reason", failure.reason().code());
      why.put("detail", failure.detail());
      entry.put(FAILURE, why);
      return entry;
    }
    return null;
  }

  /** JSON has no infinity and no NaN: the member is left out. */
  private static void putFinite(Map<String, Object> entry, String name, double value) {
    if (Double.isFinite(value)) {
      entry.put(name, value);
    }
  }

  /** The entry as a struct of {@code schema}; members that it lacks are null. */
  static @Nullable Struct struct(Schema schema, @Nullable Map<?, ?> entry) {
    if (entry == null) {
      return null;
    }
    Struct struct = new Struct(schema);
    for (Field field : schema.fields()) {
      Object value = entry.get(field.name());
      struct.put(field, value instanceof Map<?, ?> map ? struct(field.schema(), map) : value);
    }
    return struct;
  }
}
