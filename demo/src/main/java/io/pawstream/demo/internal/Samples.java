package io.pawstream.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** What is read from files: sample messages and options. */
public final class Samples {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Samples() {}

  /** The first lines of a file that are not blank. */
  public static List<String> lines(Path file, int count) throws DemoException {
    try (Stream<String> lines = Files.lines(file, UTF_8)) {
      List<String> first = lines.filter(line -> !line.isBlank()).limit(count).toList();
      if (first.isEmpty()) {
        throw new DemoException("the file of messages must have lines: file=" + file);
      }
      return first;
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new DemoException("the file of messages must be readable UTF-8: file=" + file, e);
    }
  }

  /** The field {@code text} where a line is a JSON object that has it, else the line. */
  public static String text(String line) {
    try {
      return JSON.readTree(line).path("text").asText(line);
    } catch (JsonProcessingException e) {
      return line;
    }
  }

  /** Options of a file of properties. */
  public static Map<String, String> options(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = new StringReader(Files.readString(file, UTF_8))) {
      properties.load(in);
    }
    Map<String, String> options = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> options.put(key, properties.getProperty(key)));
    return options;
  }
}
