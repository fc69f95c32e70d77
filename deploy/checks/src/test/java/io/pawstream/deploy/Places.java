package io.pawstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where the tests find what they look at. */
final class Places {
  static final Path REPOSITORY = Path.of(System.getProperty("paw.repository")).normalize();
  static final Path DEPLOY = REPOSITORY.resolve("deploy");
  static final ObjectMapper JSON = new ObjectMapper();
  static final YAMLMapper YAML = new YAMLMapper();

  private Places() {}

  /** The release bundle; only once it is packed. */
  static Path bundle() {
    return Path.of(System.getProperty("paw.bundle")).normalize();
  }

  static String text(String file) throws IOException {
    return Files.readString(DEPLOY.resolve(file), UTF_8);
  }

  /** The documents of a YAML file. */
  static List<JsonNode> documents(String file) throws IOException {
    try (MappingIterator<JsonNode> all =
        YAML.readerFor(JsonNode.class).readValues(DEPLOY.resolve(file).toFile())) {
      return all.readAll();
    }
  }

  /** What a process gave. */
  record Ran(int status, String output) {}

  /** Runs a command in a folder; standard error joins standard output. */
  static Ran run(Path folder, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ran(process.waitFor(), output);
  }
}
