package io.pawstream.schemas;

import static java.util.stream.Collectors.toList;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

/** The schema files of this module. */
final class Schemas {
  static final Path MODULE = Path.of(System.getProperty("paw.schemas"));
  static final Path CURRENT = MODULE.resolve("src/main/avro");
  static final Path RELEASED = MODULE.resolve("released");

  /** What other files refer to comes first. */
  private static final List<String> FIRST = List.of("paw-answer.avsc", "paw-failure.avsc");

  private Schemas() {}

  /** The record of every file in a folder, by the file's name. */
  static Map<String, Schema> in(Path folder) {
    SchemaParser parser = new SchemaParser();
    Map<String, String> names = new LinkedHashMap<>();
    try {
      for (String file : files(folder)) {
        names.put(file, parser.parse(folder.resolve(file)).mainSchema().getFullName());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Schema> byName = new LinkedHashMap<>();
    parser.getParsedNamedSchemas().forEach(schema -> byName.put(schema.getFullName(), schema));
    Map<String, Schema> schemas = new LinkedHashMap<>();
    names.forEach((file, name) -> schemas.put(file, byName.get(name)));
    return schemas;
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      List<String> rest =
          all.map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".avsc") && !FIRST.contains(name))
              .sorted()
              .collect(toList());
      List<String> files = new ArrayList<>(FIRST);
      files.addAll(rest);
      return files;
    }
  }

  /** Every version that was released, oldest first. */
  static List<Path> released() throws IOException {
    try (Stream<Path> versions = Files.list(RELEASED)) {
      return versions.filter(Files::isDirectory).sorted().toList();
    }
  }
}
