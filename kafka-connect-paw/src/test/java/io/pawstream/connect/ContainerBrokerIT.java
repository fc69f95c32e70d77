package io.pawstream.connect;

import static io.pawstream.connect.ConnectHarness.await;
import static io.pawstream.connect.ConnectHarness.header;
import static io.pawstream.connect.ConnectHarness.text;
import static io.pawstream.connect.Fixtures.HARMLESS;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The packaged archive against the published image of a broker. Nothing that the other tests do not
 * show: for machines that have Docker.
 */
@Testcontainers(disabledWithoutDocker = true)
@Timeout(600)
class ContainerBrokerIT {
  @Container
  private static final KafkaContainer BROKER =
      new KafkaContainer(System.getProperty("paw.kafka.image"));

  @Test
  void linesOfAFileBecomeLabelledMessages(@TempDir Path directory) throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    PluginArchive.install(plugins);
    Files.writeString(directory.resolve("messages.txt"), URGENT + '\n' + HARMLESS + '\n');
    int port = KafkaProcess.freePort();
    RestClient rest = new RestClient(port);
    try (KafkaProcess worker =
        KafkaProcess.worker(directory, BROKER.getBootstrapServers(), plugins, port)) {
      await("worker", rest::isHealthy);
      Map<String, String> source =
          Example.here(
              "file-source", ConnectHarness.programs(), directory, BROKER.getBootstrapServers());
      rest.create(source);
      assertThat(KafkaProcess.consume(BROKER.getBootstrapServers(), "messages", 2))
          .allSatisfy(
              record ->
                  assertThat(header(record, "paw.urgency.label"))
                      .isEqualTo(ask("urgency", text(record)).value()));
      assertThat(worker.stop()).isTrue();
    }
  }
}
