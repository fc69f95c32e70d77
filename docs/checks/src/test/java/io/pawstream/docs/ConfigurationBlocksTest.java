package io.pawstream.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pawstream.docs.Mark.Kind;
import io.pawstream.flink.PawStreams;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Configurations on the pages are taken by what they are for. */
class ConfigurationBlocksTest {
  /** What connectors on the pages are asked about. */
  private static final String MESSAGE =
      "{\"ticket\":{\"text\":\"The checkout is down for everyone\"}}";

  private static final Pattern DIGEST_LEFT_OUT = Pattern.compile("@sha256:…");

  static Stream<Arguments> connectors() throws IOException {
    return Places.pages().stream()
        .flatMap(
            page ->
                page.blocks().stream()
                    .filter(block -> block.language().equals("properties"))
                    .filter(block -> block.mark().is(Kind.RUN))
                    .map(block -> Arguments.of(block, page.after(block))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connectors")
  void theWorkerTakesTheConnectorAndItAnswers(Block block, Optional<Block> next) throws Exception {
    String shown = new ConnectorConfiguration(options(block)).apply(MESSAGE);

    assertThat(shown).as(block.at()).contains("sha256:");
    next.filter(output -> output.mark().is(Kind.OUTPUT))
        .ifPresent(
            output ->
                assertThat(Shown.missing(output, shown))
                    .as("%s: a line that is not there; it is:%n%s", output.at(), shown)
                    .isEmpty());
  }

  private static Map<String, String> options(Block block) throws IOException {
    Properties properties = new Properties();
    properties.load(new StringReader(block.text()));
    Map<String, String> options = new HashMap<>();
    properties.stringPropertyNames().forEach(key -> options.put(key, properties.getProperty(key)));
    return options;
  }

  static Stream<Block> yaml() throws IOException {
    return Places.blocks(Kind.CHECK, "yaml");
  }

  @ParameterizedTest
  @MethodSource("yaml")
  void theJobTakesItsConfiguration(Block block) throws Exception {
    JsonNode tree = new YAMLMapper().readTree(block.text());
    Configuration configuration = new Configuration();
    tree.properties()
        .forEach(
            option ->
                configuration.setString(
                    option.getKey(),
                    DIGEST_LEFT_OUT
                        .matcher(option.getValue().asText())
                        .replaceAll("")
                        .replace("/programs/", Places.PROGRAMS + "/")));
    assertThat(configuration.keySet()).as(block.at()).anyMatch(key -> key.startsWith("paw."));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    assertThatCode(
            () ->
                PawStreams.transform(env.fromData("a text"))
                    .input(text -> text)
                    .bindings(configuration)
                    .apply())
        .as(block.at())
        .doesNotThrowAnyException();
  }

  @Test
  void everyJsonIsWhole() throws IOException {
    Places.blocks(Kind.CHECK, "json", "jsonl")
        .forEach(
            block ->
                assertThatCode(() -> new ObjectMapper().readTree(block.text()))
                    .as(block.at())
                    .doesNotThrowAnyException());
  }

  static Stream<Block> xml() throws IOException {
    return Places.blocks(Kind.CHECK, "xml");
  }

  @ParameterizedTest
  @MethodSource("xml")
  void everyModuleOfADependencyIsThere(Block block) throws IOException {
    Set<String> modules = new HashSet<>();
    Pattern artifact = Pattern.compile("<artifactId>([^<]+)</artifactId>");
    try (Stream<java.nio.file.Path> files =
        Files.find(Places.REPOSITORY, 3, (file, about) -> file.endsWith("pom.xml"))) {
      for (java.nio.file.Path file : files.toList()) {
        String pom = Files.readString(file).replaceAll("(?s)<parent>.*?</parent>", "");
        artifact.matcher(pom).results().limit(1).forEach(found -> modules.add(found.group(1)));
      }
    }
    assertThat(artifact.matcher(block.text()).results().map(found -> found.group(1)))
        .as(block.at())
        .isNotEmpty()
        .isSubsetOf(modules);
    assertThat(block.text()).as(block.at()).contains("<groupId>io.pawstream</groupId>");
  }
}
