package io.pawstream.connect;

import static io.pawstream.connect.ConnectHarness.await;
import static io.pawstream.connect.ConnectHarness.header;
import static io.pawstream.connect.ConnectHarness.programs;
import static io.pawstream.connect.ConnectHarness.text;
import static io.pawstream.connect.Fixtures.HARMLESS;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged archive in a worker's plugin path: broker and worker are processes of their own. */
@Timeout(600)
class PackagedPluginIT {
  private static final String OTHER_VERSION = "99.0.0";
  private static final String LOADED = "interpreter paw-tiny loaded";
  private static final String FREED = "interpreter paw-tiny freed";

  @TempDir private static Path directory;

  private static KafkaProcess broker;
  private static String bootstrap;

  @BeforeAll
  static void start() throws Exception {
    int port = KafkaProcess.freePort();
    bootstrap = "localhost:" + port;
    broker = KafkaProcess.broker(directory, port);
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    PluginArchive.install(plugins);
    PluginArchive.installAs(plugins, OTHER_VERSION);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theArchiveIsOneDirectoryWithTheNativesAndNothingOfTheWorkers() throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipFile zip = new ZipFile(PluginArchive.path().toFile())) {
      zip.stream().map(ZipEntry::getName).forEach(names::add);
    }
    String top = "pawstream-kafka-connect-paw-" + PluginArchive.version() + "/";
    assertThat(names)
        .allMatch(name -> name.startsWith(top))
        .contains(top + "manifest.json", top + "doc/LICENSE", top + "doc/NOTICE")
        .anyMatch(name -> name.matches(".*/lib/paw-natives-.*\\.jar"))
        .anyMatch(name -> name.matches(".*/lib/kafka-connect-paw-.*\\.jar"))
        .noneMatch(name -> name.matches(".*/(kafka-clients|connect-|slf4j|log4j|kafka_).*\\.jar"));
  }

  @Test
  void connectorsAndVersionsShareOneInterpreterAndLeaveNothing() throws Exception {
    int port = KafkaProcess.freePort();
    RestClient rest = new RestClient(port);
    try (KafkaProcess worker = worker(port)) {
      awaitHealthy(worker, rest);
      assertThat(versions(rest)).contains(PluginArchive.version(), OTHER_VERSION);

      rest.create(source("one", PluginArchive.version()));
      assertLabels("one");
      rest.create(source("two", OTHER_VERSION));
      assertLabels("two");
      Map<String, String> sink = example("filter", "three", PluginArchive.version());
      sink.put("topics", "one");
      sink.put("predicates.immediate.labels", ask("urgency", URGENT).value());
      sink.put("predicates.immediate.min.confidence", "0");
      rest.create(sink);
      await("sink", () -> lines("three.out").contains(URGENT));

      assertThat(worker.said(LOADED)).isEqualTo(1);
      assertThat(worker.said(FREED)).isZero();
      assertThat(worker.threads()).anyMatch(name -> name.startsWith("paw-"));
      for (String name : List.of("one", "two", "three")) {
        rest.delete(name);
      }
      awaitNothingLeft(worker, 1);

      for (int round = 2; round <= 4; round++) {
        rest.create(source("round-" + round, PluginArchive.version()));
        assertLabels("round-" + round);
        rest.delete("round-" + round);
        awaitNothingLeft(worker, round);
      }
      assertThat(worker.said("ERROR")).as(worker.log()).isZero();
    }
  }

  @Test
  void aWorkerThatIsStartedAgainGoesOn() throws Exception {
    Path file =
        KafkaProcess.write(
            directory.resolve("restarted.properties"),
            source("restarted", PluginArchive.version()));
    int port = KafkaProcess.freePort();
    for (int start = 1; start <= 2; start++) {
      try (KafkaProcess worker = worker(port, file)) {
        awaitHealthy(worker, new RestClient(port));
        if (start == 2) {
          Files.writeString(
              directory.resolve("restarted.txt"), "A third line.\n", StandardOpenOption.APPEND);
        }
        assertThat(consume("restarted", start + 1))
            .allMatch(record -> header(record, "paw.urgency.label") != null);
        assertThat(worker.stop()).as("ended by itself").isTrue();
      }
    }
    assertThat(consume("restarted", 3))
        .extracting(ConnectHarness::text)
        .containsExactlyInAnyOrder(URGENT, HARMLESS, "A third line.");
  }

  private static KafkaProcess worker(int port, Path... connectors) throws IOException {
    return KafkaProcess.worker(
        directory, bootstrap, directory.resolve("plugins"), port, connectors);
  }

  private static void awaitHealthy(KafkaProcess worker, RestClient rest) throws Exception {
    await(
        "worker",
        () -> {
          assertThat(worker.isAlive()).as(worker.log()).isTrue();
          return rest.isHealthy();
        });
  }

  private static List<String> versions(RestClient rest) throws Exception {
    List<String> versions = new ArrayList<>();
    for (JsonNode plugin : rest.get("/connector-plugins?connectorsOnly=false")) {
      if (plugin.get("class").asText().equals(PawTransform.Value.class.getName())) {
        versions.add(plugin.get("version").asText());
      }
    }
    return versions;
  }

  /** An example under another name, by a version of the plugin; its engine goes with it. */
  private static Map<String, String> example(String example, String name, String version)
      throws IOException {
    Map<String, String> options = Example.here(example, programs(), directory, bootstrap);
    options.put("name", name);
    options.put("tasks.max", "1");
    options.put("file", directory.resolve(name + ".out").toString());
    String plugin = example.equals("filter") ? "predicates.immediate." : "transforms.urgency.";
    options.put(plugin + "plugin.version", "[" + version + "]");
    options.put(plugin + "engine.close.grace.ms", "0");
    options.put(plugin + "preload", "false");
    return options;
  }

  private static Map<String, String> source(String name, String version) throws IOException {
    Map<String, String> options = example("file-source", name, version);
    Path file = directory.resolve(name + ".txt");
    Files.writeString(file, URGENT + '\n' + HARMLESS + '\n');
    options.put("file", file.toString());
    options.put("topic", name);
    return options;
  }

  private static void assertLabels(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = consume(topic, 2);
    assertThat(records).extracting(ConnectHarness::text).contains(URGENT, HARMLESS);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      var expected = ask("urgency", text(record));
      assertThat(header(record, "paw.urgency.label")).isEqualTo(expected.value());
      assertThat(header(record, "paw.urgency.program")).isEqualTo(expected.program());
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> consume(String topic, int count) {
    return KafkaProcess.consume(bootstrap, topic, count);
  }

  private static List<String> lines(String file) throws IOException {
    Path path = directory.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  private static void awaitNothingLeft(KafkaProcess worker, long times) throws Exception {
    await("freed", () -> worker.said(FREED) == times);
    await("threads", () -> worker.threads().stream().noneMatch(name -> name.startsWith("paw-")));
    assertThat(worker.maps(".gguf")).isFalse();
    assertThat(worker.said(LOADED)).isEqualTo(times);
  }
}
