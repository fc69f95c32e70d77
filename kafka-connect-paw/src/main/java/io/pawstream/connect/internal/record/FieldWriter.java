package io.pawstream.connect.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.connect.internal.record.RecordPart.Payload;
import io.pawstream.runtime.answer.Outcome;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Puts outcomes into one field of a key or value, an entry per program. Entries join those that are
 * there already; one of the same name is replaced. The input is never changed. Any thread.
 */
final class FieldWriter {
  /** Schemas seen lately; topics have few. */
  private static final int SCHEMAS = 16;

  private final String field;

  /** By name of the program. */
  private final Map<String, Schema> entrySchemas;

  private final Cache<Schema, Schema> extended = new SynchronizedCache<>(new LRUCache<>(SCHEMAS));

  FieldWriter(String field, Map<String, Schema> entrySchemas) {
    this.field = field;
    this.entrySchemas = entrySchemas;
  }

  /**
   * The payload with the outcomes in it; itself where its value is null.
   *
   * @throws DataException if it cannot have fields
   */
  Payload write(Payload payload, Map<String, @Nullable Outcome> outcomes) {
    Object value = payload.value();
    Schema schema = payload.schema();
    if (value == null) {
      return payload;
    }
    if (value instanceof Struct struct) {
      Struct written = write(struct, outcomes);
      return new Payload(written.schema(), written);
    }
    if (value instanceof Map<?, ?> map && schema == null) {
      return new Payload(null, write(map, outcomes));
    }
    if (value instanceof ByteBuffer buffer) {
      value = InputReader.bytes(buffer);
    }
    if (value instanceof String || value instanceof byte[]) {
      ObjectNode object = JsonText.object(value);
      if (object != null) {
        return new Payload(schema, JsonText.text(write(object, outcomes), value));
      }
    }
    throw new DataException(
        "fields are written to a struct, a map without schema or the text of a JSON object: type="
            + value.getClass().getSimpleName()
            + "; write to headers with output=header");
  }

  private Struct write(Struct from, Map<String, @Nullable Outcome> outcomes) {
    Schema schema = extended.get(from.schema());
    if (schema == null) {
      schema = extend(from.schema());
      extended.put(from.schema(), schema);
    }
    Struct to = new Struct(schema);
    for (Field each : from.schema().fields()) {
      if (!each.name().equals(field)) {
        to.put(each.name(), from.getWithoutDefault(each.name()));
      }
    }
    Struct entries = new Struct(schema.field(field).schema());
    if (from.schema().field(field) != null && from.get(field) instanceof Struct before) {
      for (Field each : before.schema().fields()) {
        if (!outcomes.containsKey(each.name())) {
          entries.put(each.name(), before.getWithoutDefault(each.name()));
        }
      }
    }
    outcomes.forEach(
        (name, outcome) ->
            entries.put(
                name,
                Entry.struct(Objects.requireNonNull(entrySchemas.get(name)), Entry.of(outcome))));
    return to.put(field, entries);
  }

  /** A default of the whole struct is left out: it would be one of the old schema. */
  private Schema extend(Schema from) {
    SchemaBuilder to = like(from);
    SchemaBuilder entries = SchemaBuilder.struct();
    for (Field each : from.fields()) {
      if (!each.name().equals(field)) {
        to.field(each.name(), each.schema());
      } else if (each.schema().type() != Schema.Type.STRUCT) {
        throw notAnObject(each.schema().type().getName());
      } else {
        entries = like(each.schema());
        for (Field entry : each.schema().fields()) {
          if (!entrySchemas.containsKey(entry.name())) {
            entries.field(entry.name(), entry.schema());
          }
        }
      }
    }
    entrySchemas.forEach(entries::field);
    return to.field(field, entries.optional().build()).build();
  }

  private static SchemaBuilder like(Schema from) {
    SchemaBuilder to = SchemaBuilder.struct().name(from.name()).version(from.version());
    to.doc(from.doc());
    if (from.parameters() != null) {
      to.parameters(from.parameters());
    }
    if (from.isOptional()) {
      to.optional();
    }
    return to;
  }

  private Map<Object, Object> write(Map<?, ?> from, Map<String, @Nullable Outcome> outcomes) {
    Map<Object, Object> to = new LinkedHashMap<>(from);
    Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
    Object before = from.get(field);
    if (before instanceof Map<?, ?> map) {
      entries.putAll(map);
    } else if (before != null) {
      throw notAnObject(before.getClass().getSimpleName());
    }
    outcomes.forEach((name, outcome) -> entries.put(name, Entry.of(outcome)));
    to.put(field, entries);
    return to;
  }

  private ObjectNode write(ObjectNode object, Map<String, @Nullable Outcome> outcomes) {
    JsonNode before = object.get(field);
    if (before == null || before.isNull()) {
      before = object.putObject(field);
    }
    if (!(before instanceof ObjectNode entries)) {
      throw notAnObject(before.getNodeType().name());
    }
    outcomes.forEach((name, outcome) -> entries.set(name, JsonText.node(Entry.of(outcome))));
    return object;
  }

  private DataException notAnObject(String type) {
    return new DataException(
        "the field that outcomes are written to must be new or an object: output.field="
            + field
            + ", type="
            + type
            + "; choose another output.field");
  }
}
