package io.pawstream.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The example configurations as they are shipped, with the places of this machine. */
final class Example {
  static final Path DIRECTORY = Path.of("..", "examples", "connect");

  private Example() {}

  /** As it stands in the file, {@code name} included. */
  static Map<String, String> properties(String name) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(DIRECTORY.resolve(name + ".properties"))) {
      properties.load(in);
    }
    Map<String, String> map = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> map.put(key, properties.getProperty(key)));
    return map;
  }

  /** What is sent to a worker's REST interface, in the same form. */
  static Map<String, String> json(String name) throws IOException {
    JsonNode tree =
        new ObjectMapper().readTree(Files.readString(DIRECTORY.resolve(name + ".json"), UTF_8));
    Map<String, String> map = new HashMap<>();
    map.put("name", tree.get("name").asText());
    tree.get("config").properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
    return map;
  }

  /** With the programs of this repository, files in {@code data} and a broker that is there. */
  static Map<String, String> here(String name, Path programs, Path data, String bootstrap)
      throws IOException {
    Map<String, String> map = properties(name);
    map.replaceAll(
        (key, value) ->
            value
                .replace("/programs/", programs + "/")
                .replace("/data/", data + "/")
                .replace("localhost:9092", bootstrap));
    return map;
  }
}
