package io.pawstream.jobs.internal.files;

import io.pawstream.rows.Json;
import io.pawstream.rows.UnreadableInputException;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records with a field {@code paw} more than those that are read: a record with an entry per
 * program, as JSON lines have it. One thread.
 */
final class AnswerSchema {
  private static final String NAMESPACE = "io.pawstream.rows";
  private static final Schema FAILURE =
      SchemaBuilder.record("EntryFailure")
          .namespace(NAMESPACE)
          .fields()
          .requiredString("reason")
          .requiredString("detail")
          .endRecord();
  private static final Schema ENTRY =
      SchemaBuilder.record("Entry")
          .namespace(NAMESPACE)
          .fields()
          .optionalString("label")
          .optionalString("text")
          .optionalDouble("confidence")
          .optionalDouble("margin")
          .optionalString("finish")
          .optionalBoolean("truncated")
          .optionalString("program")
          .name("failure")
          .type()
          .optional()
          .type(FAILURE)
          .endRecord();

  private final Schema schema;
  private final Schema answers;
  private final List<String> programs;

  /**
   * The records that are written for those of {@code read}.
   *
   * @throws UnreadableInputException if they have a field {@code paw} that answers cannot join
   */
  AnswerSchema(Schema read, List<String> programs) throws UnreadableInputException {
    this.programs = programs.stream().map(AnswerSchema::fieldName).toList();
    Schema paw = Schema.createRecord("Answers", null, NAMESPACE, false);
    List<Schema.Field> entries = new ArrayList<>();
    List<Schema.Field> fields = new ArrayList<>();
    for (Schema.Field field : read.getFields()) {
      if (!field.name().equals(Json.PAW)) {
        fields.add(new Schema.Field(field, field.schema()));
        continue;
      }
      if (field.schema().getType() != Schema.Type.RECORD) {
        throw new UnreadableInputException(
            "the field paw of a row must be a record, which answers can join: type="
                + field.schema().getType().getName());
      }
      for (Schema.Field entry : field.schema().getFields()) {
        if (!this.programs.contains(entry.name())) {
          entries.add(new Schema.Field(entry, entry.schema()));
        }
      }
    }
    for (String program : this.programs) {
      Schema entry = Schema.createUnion(Schema.create(Schema.Type.NULL), ENTRY);
      entries.add(new Schema.Field(program, entry, null, Schema.Field.NULL_DEFAULT_VALUE));
    }
    paw.setFields(entries);
    fields.add(new Schema.Field(Json.PAW, paw, "What the programs said, by their names."));
    this.answers = paw;
    this.schema =
        Schema.createRecord(read.getName(), read.getDoc(), read.getNamespace(), false, fields);
  }

  /** The name of a program as a field may be called: letters, digits and underscores. */
  static String fieldName(String program) {
    String name = program.replaceAll("[^A-Za-z0-9_]", "_");
    return Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  Schema schema() {
    return schema;
  }

  /** The record with the answers in it. */
  GenericRecord of(GenericRecord read, List<@Nullable Outcome> outcomes) {
    GenericRecord paw = new GenericData.Record(answers);
    GenericRecord written = new GenericData.Record(schema);
    for (Schema.Field field : read.getSchema().getFields()) {
      Object value = read.get(field.pos());
      if (!field.name().equals(Json.PAW)) {
        written.put(field.name(), value);
      } else if (value instanceof GenericRecord earlier) {
        for (Schema.Field entry : earlier.getSchema().getFields()) {
          if (!programs.contains(entry.name())) {
            paw.put(entry.name(), earlier.get(entry.pos()));
          }
        }
      }
    }
    for (int i = 0; i < programs.size(); i++) {
      paw.put(programs.get(i), entry(outcomes.get(i)));
    }
    written.put(Json.PAW, paw);
    return written;
  }

  private static @Nullable GenericRecord entry(@Nullable Outcome outcome) {
    if (outcome == null) {
      return null;
    }
    GenericRecord entry = new GenericData.Record(ENTRY);
    if (outcome instanceof Answer answer) {
      entry.put(answer.isLabel() ? "label" : "text", answer.value());
      entry.put("confidence", finite(answer.confidence()));
      entry.put("margin", finite(answer.margin()));
      entry.put("finish", answer.finish().code());
      entry.put("truncated", answer.truncated());
      entry.put("program", answer.program());
    } else if (outcome instanceof Failure failure) {
      GenericRecord why = new GenericData.Record(FAILURE);
      why.put("reason", failure.reason().code());
      why.put("detail", failure.detail());
      entry.put("failure", why);
    }
    return entry;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
