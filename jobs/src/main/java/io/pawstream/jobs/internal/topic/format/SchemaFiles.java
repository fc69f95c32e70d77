package io.pawstream.jobs.internal.topic.format;

import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The files of {@code source.schema}. Stateless; any thread. */
public final class SchemaFiles {
  private SchemaFiles() {}

  /**
   * The schemas in {@code files}, as JSON.
   *
   * @throws JobFileException if one is no schema, or none of them has {@code field}
   */
  public static List<String> read(List<String> files, FieldPath field) {
    List<String> schemas = new ArrayList<>();
    boolean found = false;
    for (String file : files) {
      Schema schema = schema(file);
      schemas.add(schema.toString());
      found |= has(schema, field.names());
    }
    if (!found) {
      throw new JobFileException(
          "source.field must be a field of a schema: source.field="
              + field
              + ", source.schema="
              + files);
    }
    return schemas;
  }

  private static Schema schema(String file) {
    try {
      return new Schema.Parser().parse(Files.readString(Path.of(file)));
    } catch (IOException | AvroRuntimeException e) {
      throw new JobFileException(
          "source.schema must name files with an Avro schema each (.avsc): file="
              + file
              + ", error="
              + e,
          e);
    }
  }

  private static boolean has(Schema schema, List<String> names) {
    if (names.isEmpty()) {
      return true;
    }
    List<String> rest = names.subList(1, names.size());
    return switch (schema.getType()) {
      case RECORD -> {
        Schema.Field field = schema.getField(names.get(0));
        yield field != null && has(field.schema(), rest);
      }
      case MAP -> has(schema.getValueType(), rest);
      case UNION -> schema.getTypes().stream().anyMatch(branch -> has(branch, names));
      default -> false;
    };
  }
}
