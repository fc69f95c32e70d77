package io.pawstream.jobs.internal.files;

import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.rows.Names;
import io.pawstream.rows.UnreadableInputException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * A field of the records of a schema, perhaps of a record in them. Any thread.
 *
 * @param name as it was typed
 * @param path names from the outside in
 */
record RecordField(String name, List<String> path) {

  /**
   * The field at a path of names joined by dots.
   *
   * @throws UnreadableInputException if the schema has no such field
   */
  static RecordField of(Schema schema, String name) throws UnreadableInputException {
    List<String> path = FieldPath.parse("field", name).names();
    Schema at = schema;
    for (String step : path) {
      Schema.@Nullable Field field = at.getType() == Schema.Type.RECORD ? at.getField(step) : null;
      if (field == null) {
        List<String> known =
            at.getType() == Schema.Type.RECORD
                ? at.getFields().stream().map(Schema.Field::name).toList()
                : List.of();
        throw new UnreadableInputException(
            "the schema of a file must have the field: field="
                + Names.shown(name)
                + ", name="
                + Names.shown(step)
                + (known.isEmpty()
                    ? "; it is no field of a record"
                    : "; the nearest is " + Names.shown(Names.nearest(step, known))));
      }
      at = notNull(field.schema());
    }
    return new RecordField(name, path);
  }

  private static Schema notNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }

  /** The value in a record; null where it, or a record around it, is null. */
  @Nullable Object in(GenericRecord record) {
    Object at = record;
    for (String step : path) {
      if (!(at instanceof GenericRecord inner) || !inner.hasField(step)) {
        return null;
      }
      at = inner.get(step);
    }
    return at;
  }
}
