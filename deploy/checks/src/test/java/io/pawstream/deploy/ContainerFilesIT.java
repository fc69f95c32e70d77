package io.pawstream.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No container engine is needed: what can be told from the files is. */
class ContainerFilesIT {
  private static final Path COMPOSE = Places.bundle().resolve("deploy/compose.yaml");

  @ParameterizedTest
  @ValueSource(strings = {"cli", "flink", "connect"})
  void everythingThatIsCopiedIsInTheBundle(String image) throws IOException {
    List<Path> copied = new ArrayList<>();
    for (String line : lines(image, "COPY ")) {
      if (!line.contains("--from=")) {
        List<String> words =
            Stream.of(line.split(" ")).filter(word -> !word.startsWith("--")).toList();
        words.subList(1, words.size() - 1).forEach(w -> copied.add(Places.bundle().resolve(w)));
      }
    }
    assertThat(copied).isNotEmpty().allSatisfy(source -> assertThat(source).exists());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cli", "flink", "connect"})
  void imagesArePinnedByVariablesAndEndWithoutRoot(String image) throws IOException {
    assertThat(lines(image, "FROM "))
        .isNotEmpty()
        .allMatch(line -> line.matches("FROM \\$\\{[A-Z_]+}.*"));
    assertThat(lines(image, "ARG "))
        .isNotEmpty()
        .allMatch(line -> line.matches("ARG [A-Z_]+=[^:]+:[^:]*\\d.*"));
    List<String> users = lines(image, "USER ");
    assertThat(users).isNotEmpty();
    assertThat(users.get(users.size() - 1)).doesNotContain("root").doesNotContain("USER 0");
  }

  private static List<String> lines(String image, String start) throws IOException {
    return Files.readAllLines(Places.bundle().resolve("deploy/" + image + "/Dockerfile"), UTF_8)
        .stream()
        .filter(line -> line.startsWith(start))
        .toList();
  }

  @Test
  void composeNamesWhatIsThere() throws IOException {
    JsonNode compose = Places.YAML.readTree(COMPOSE.toFile());
    Set<String> services = names(compose.get("services"));
    Set<String> volumes = names(compose.get("volumes"));
    assertThat(services).contains("broker", "connect", "jobmanager", "taskmanager", "producer");
    for (Map.Entry<String, JsonNode> service : compose.get("services").properties()) {
      JsonNode definition = service.getValue();
      assertThat(services).containsAll(names(definition.path("depends_on")));
      for (JsonNode mount : definition.path("volumes")) {
        String source = mount.asText().split(":")[0];
        if (source.startsWith(".")) {
          assertThat(COMPOSE.resolveSibling(source).normalize()).exists();
        } else {
          assertThat(volumes).contains(source);
        }
      }
      String image = definition.path("image").asText("");
      assertThat(image.isEmpty() || image.matches("\\$\\{[A-Z_]+:-[^:}]+:[^}]*\\d[^}]*}"))
          .as("%s: image=%s", service.getKey(), image)
          .isTrue();
    }
    Matcher files = Pattern.compile("dockerfile: (\\S+)").matcher(Files.readString(COMPOSE, UTF_8));
    assertThat(files.results().map(found -> Places.bundle().resolve(found.group(1))))
        .hasSize(3)
        .allSatisfy(file -> assertThat(file).exists());
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void variablesOfTheExampleAreThoseOfCompose() throws IOException {
    String compose = Files.readString(COMPOSE, UTF_8);
    assertThat(Files.readAllLines(Places.DEPLOY.resolve(".env.example"), UTF_8))
        .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              String[] pair = line.split("=", 2);
              assertThat(compose).contains("${" + pair[0] + ":-" + pair[1] + "}");
            });
  }

  @Test
  void theWorkerStartsWithTheOptionsOfItsEnvironment(@TempDir Path kafka) throws Exception {
    Path starts = Files.createDirectories(kafka.resolve("bin")).resolve("connect-distributed.sh");
    Files.writeString(starts, "#!/bin/sh\ncat \"$1\"\n");
    assertThat(starts.toFile().setExecutable(true)).isTrue();

    Places.Ran ran =
        start(
            kafka,
            "CONNECT_BOOTSTRAP_SERVERS=broker:19092",
            "CONNECT_GROUP_ID=paw",
            "CONNECT_CONFIG_STORAGE_TOPIC=configs",
            "CONNECT_OFFSET_STORAGE_TOPIC=offsets",
            "CONNECT_STATUS_STORAGE_TOPIC=status",
            "CONNECT_PLUGIN_PATH=/plugins,/more",
            "CONNECT_PRODUCER_SASL_JAAS_CONFIG=a b=\"c\";",
            "CONNECT_ODD__NAME___HERE=1");

    assertThat(ran.status()).as(ran.output()).isZero();
    Properties options = new Properties();
    options.load(new StringReader(ran.output()));
    assertThat(options)
        .containsEntry("bootstrap.servers", "broker:19092")
        .containsEntry("group.id", "paw")
        .containsEntry("plugin.path", "/plugins,/more")
        .containsEntry("plugin.discovery", "service_load")
        .containsEntry("producer.sasl.jaas.config", "a b=\"c\";")
        .containsEntry("odd_name-here", "1");
  }

  @Test
  void aWorkerWithoutGroupIsRefused(@TempDir Path kafka) throws Exception {
    Places.Ran ran = start(kafka, "CONNECT_BOOTSTRAP_SERVERS=broker:19092");
    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.output()).contains("group.id").contains("CONNECT_GROUP_ID");
  }

  private static Places.Ran start(Path kafka, String... variables) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", "-i", "PATH=" + System.getenv("PATH")));
    command.add("KAFKA_HOME=" + kafka);
    command.add("TMPDIR=" + kafka);
    command.addAll(List.of(variables));
    command.add(Places.bundle().resolve("deploy/connect/start.sh").toString());
    return Places.run(kafka, command.toArray(String[]::new));
  }
}
