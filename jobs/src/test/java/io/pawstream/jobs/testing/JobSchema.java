package io.pawstream.jobs.testing;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A JSON Schema of job files.
 *
 * @param document the schema as it is shipped
 * @param rules the same, to validate with
 */
public record JobSchema(JsonNode document, JsonSchema rules) {

  /** The schema of this file name. */
  public static JobSchema read(String name) throws IOException {
    try (InputStream in = JobSchema.class.getResourceAsStream("/META-INF/paw/schemas/" + name)) {
      JsonNode document = new ObjectMapper().readTree(in);
      return new JobSchema(
          document,
          JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(document));
    }
  }

  /** Keys that the schema has below a pointer. */
  public TreeSet<String> keys(String pointer) {
    TreeSet<String> keys = new TreeSet<>();
    document.at(pointer + "/properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Keys that a record of a job file takes. */
  public static TreeSet<String> keys(Class<?> type) {
    TreeSet<String> keys = new TreeSet<>();
    Stream.of(type.getConstructors()[0].getParameters())
        .forEach(each -> keys.add(each.getAnnotation(JsonProperty.class).value()));
    return keys;
  }

  /** Keys in the table of a guide. */
  public static TreeSet<String> told(Path guide) throws IOException {
    String text = Files.readString(guide);
    String table = text.substring(text.indexOf("## The job file"), text.indexOf("## Flags"));
    TreeSet<String> told = new TreeSet<>();
    Pattern.compile("(?m)^\\| (`[^|]*) \\|")
        .matcher(table)
        .results()
        .flatMap(row -> Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
        .forEach(key -> told.add(key.group(1)));
    return told;
  }
}
