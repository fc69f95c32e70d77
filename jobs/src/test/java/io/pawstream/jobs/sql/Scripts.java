package io.pawstream.jobs.sql;

import io.pawstream.jobs.internal.sql.SqlScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The scripts of {@code jobs/sql} with places of this machine. */
final class Scripts {
  private static final Path PROGRAMS = Path.of("..", "programs").toAbsolutePath().normalize();

  private Scripts() {}

  /** Reads a script and replaces each key by its value. */
  static SqlScript read(String name, Map<String, String> places) throws IOException {
    return SqlScript.parse(text(name, places));
  }

  static String text(String name, Map<String, String> places) throws IOException {
    String text = Files.readString(Path.of("sql", name));
    for (Map.Entry<String, String> place : places.entrySet()) {
      if (!text.contains(place.getKey())) {
        throw new AssertionError(name + " must have " + place.getKey());
      }
      text = text.replace(place.getKey(), place.getValue());
    }
    return text.replace("/programs/", PROGRAMS + "/");
  }

  /** The rows of a folder that a CSV sink wrote, split at commas outside quotes. */
  static List<List<String>> csv(Path folder) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)));
        }
      }
    }
    return rows;
  }
}
