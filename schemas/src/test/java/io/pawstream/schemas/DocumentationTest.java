package io.pawstream.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Holds {@code docs/schemas.md} to the schemas. */
class DocumentationTest {
  private static final Path PAGE = Schemas.MODULE.resolve("../docs/schemas.md");

  @Test
  void thePageHasEveryFieldAsTheSchemaSaysIt() throws IOException {
    Map<String, StringBuilder> tables = new LinkedHashMap<>();
    Schemas.in(Schemas.CURRENT)
        .values()
        .forEach(
            schema ->
                RecordsTest.fields(
                    schema,
                    (record, field) ->
                        tables
                            .computeIfAbsent(record.getName(), name -> head(record))
                            .append(row(field))));
    // a record that stands in several files has its rows once
    String expected =
        tables.values().stream()
            .map(table -> table.toString().lines().distinct().collect(joining("\n")))
            .collect(joining("\n\n"));
    assertThat(Files.readString(PAGE, UTF_8).replace("\n\n", "\n"))
        .contains(expected.replace("\n\n", "\n"));
  }

  private static StringBuilder head(Schema record) {
    return new StringBuilder("### `" + record.getName() + "`\n")
        .append(record.getDoc())
        .append("\n| field | type | default | meaning |\n|---|---|---|---|\n");
  }

  private static String row(Schema.Field field) {
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            field.name(), type(field.schema()), defaultOf(field), field.doc().replace("|", "\\|"));
  }

  private static String defaultOf(Schema.Field field) {
    if (!field.hasDefaultValue()) {
      return "";
    }
    Object value = field.defaultVal();
    if (value == org.apache.avro.JsonProperties.NULL_VALUE) {
      return "null";
    }
    return value.equals("") ? "empty" : "`" + value + "`";
  }

  private static String type(Schema schema) {
    if (schema.getLogicalType() != null) {
      return schema.getLogicalType().getName();
    }
    return switch (schema.getType()) {
      case RECORD -> "`" + schema.getName() + "`";
      case ENUM -> schema.getEnumSymbols().stream().map(s -> "`" + s + "`").collect(joining(", "));
      case ARRAY -> "array of " + type(schema.getElementType());
      case MAP -> "map of " + type(schema.getValueType());
      case UNION ->
          schema.getTypes().stream().map(DocumentationTest::type).collect(joining(" or "));
      default -> schema.getName();
    };
  }
}
