package io.pawstream.jobs.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.internal.sql.SqlRun;
import io.pawstream.jobs.testing.Broker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.table.api.TableResult;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The scripts that read and write Kafka, with a broker in this process. */
class KafkaScriptsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static Broker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker();
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  private static List<JsonNode> run(
      String script, String from, String to, List<String> messages, int expected) throws Exception {
    broker.create(from, to);
    broker.send(
        messages.stream()
            .map(message -> new ProducerRecord<byte[], byte[]>(from, message.getBytes(UTF_8)))
            .toList());
    SqlRun run =
        SqlRun.start(
            Scripts.read(
                script,
                Map.of(
                    "localhost:9092",
                    broker.servers(),
                    "'topic' = 'messages'",
                    "'topic' = '" + from + "'")));
    List<JsonNode> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.committed(to, expected)) {
      values.add(JSON.readTree(record.value()));
    }
    for (TableResult result : run.started()) {
      JobClient job = result.getJobClient().orElseThrow();
      job.cancel().get();
    }
    return values;
  }

  @Test
  void labelKafka() throws Exception {
    List<String> messages = Files.readAllLines(Path.of("..", "examples", "messages.jsonl"));

    List<JsonNode> labelled =
        run("label-kafka.sql", "to-label", "labelled", messages, messages.size());

    assertThat(labelled).hasSize(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = JSON.readTree(messages.get(i));
      assertThat(labelled.get(i).get("id")).isEqualTo(message.get("id"));
      assertThat(labelled.get(i).get("text")).isEqualTo(message.get("text"));
      assertThat(labelled.get(i).get("label").asText()).isIn("immediate", "wait");
      assertThat(labelled.get(i).get("error").isNull()).isTrue();
    }
  }

  @Test
  void shareAlert() throws Exception {
    List<String> messages = new ArrayList<>();
    // quiet, urgent, too few, and one that lets the windows end
    minute(messages, 0, 8, "thanks for the quick refund last week, everything went smoothly");
    minute(messages, 1, 8, "the server is down and nobody can log in, help now");
    minute(messages, 2, 2, "the server is down and nobody can log in, help now");
    minute(messages, 9, 1, "thanks");

    List<JsonNode> alerts = run("share-alert.sql", "to-count", "alerts", messages, 1);

    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).get("window_start").asText()).isEqualTo("2026-01-01 00:01:00");
    assertThat(alerts.get(0).get("messages").asInt()).isEqualTo(8);
    assertThat(alerts.get(0).get("share").asDouble()).isEqualTo(1.0);
  }

  private static void minute(List<String> messages, int minute, int count, String text) {
    for (int i = 0; i < count; i++) {
      messages.add(
          "{\"id\": %d, \"text\": \"%s\", \"sent_at\": \"2026-01-01 00:%02d:%02d\"}"
              .formatted(messages.size(), text, minute, i));
    }
  }
}
