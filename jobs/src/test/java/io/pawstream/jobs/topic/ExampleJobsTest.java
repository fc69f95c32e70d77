package io.pawstream.jobs.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.testing.Broker;
import io.pawstream.jobs.testing.ExampleCall;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The example jobs between topics of a real broker. */
class ExampleJobsTest {
  private static final Path DATA = Path.of("..", "examples");
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

  @Test
  void alertsAreThereOnceThoughTheJobFailsInBetween() throws Exception {
    JobFile job = job("service-alerts");
    broker.create("service-log", "alerts", "service-log-dead");
    send("service-log", "service-log.jsonl");
    FailOnce.LEFT.set(6);

    run(
        "service-alerts",
        "--sink.properties.partitioner.class=" + FailOnce.class.getName(),
        "--flink.restart-strategy.type=fixed-delay",
        "--flink.restart-strategy.fixed-delay.delay=100 ms",
        "--flink.execution.checkpointing.interval=100 ms");

    assertThat(FailOnce.LEFT).hasValue(-1);
    List<String> alerts =
        broker.committed(job.sink().topic(), 10).stream().map(ExampleJobsTest::text).toList();
    assertThat(alerts)
        .doesNotHaveDuplicates()
        .anyMatch(a -> a.matches(".*repeated.*payments.*\"count\":31,.*"))
        .anyMatch(a -> a.matches(".*stalled.*transcode.*"));
    assertThat(broker.committed("service-log-dead", 2)).hasSize(2);
  }

  @Test
  void mailsGoToTeams() throws Exception {
    broker.create("mails", "tickets-dead", "tickets-review", "tickets-later");
    broker.create("tickets-billing", "tickets-bug", "tickets-feature", "tickets-other");
    send("mails", "mails.jsonl");

    run("mail-triage");

    for (ConsumerRecord<byte[], byte[]> record : broker.committed("tickets-bug", 5)) {
      assertThat(JSON.readTree(record.value()).at("/paw/team/label").textValue()).isEqualTo("bug");
    }
    for (ConsumerRecord<byte[], byte[]> record : broker.committed("tickets-later", 20)) {
      assertThat(JSON.readTree(record.value()).get("paw").size()).isEqualTo(1);
    }
  }

  @Test
  void repairedLettersKeepKeyAndHeadersAndLoseTheFailure() throws Exception {
    broker.create("orders-dead", "orders-retry", "orders-lost");
    broker.send(
        List.of(letter("k1", "{'id': 17, 'city': 'Oslo'}"), letter("k2", "Internal Server Error")));

    run("json-repair");

    ConsumerRecord<byte[], byte[]> repaired = broker.committed("orders-retry", 1).get(0);
    assertThat(new String(repaired.key(), UTF_8)).isEqualTo("k1");
    assertThat(text(repaired)).isEqualTo("{\"id\": 17, \"city\": \"Oslo\"}");
    assertThat(repaired.headers().lastHeader("trace").value()).isEqualTo("t".getBytes(UTF_8));
    assertThat(repaired.headers().lastHeader("paw.failure.reason")).isNull();
    assertThat(repaired.headers().lastHeader("paw.repair.faults").value())
        .isEqualTo("quote".getBytes(UTF_8));
    ConsumerRecord<byte[], byte[]> lost = broker.committed("orders-lost", 1).get(0);
    assertThat(text(lost)).isEqualTo("Internal Server Error");
    assertThat(lost.headers().lastHeader("paw.failure.detail")).isNotNull();
  }

  @Test
  void searchesBecomeFilters() throws Exception {
    broker.create("searches", "search-filters", "searches-dead");
    send("searches", "searches.txt");

    run("search-filters");

    assertThat(broker.committed("search-filters", 60))
        .hasSize(60)
        .extracting(ExampleJobsTest::text)
        .anyMatch(text -> text.contains("\"max_price\":50"));
  }

  private static JobFile job(String example) {
    return JobFileReader.read(ExampleCall.file(example), Map.of());
  }

  private static void run(String example, String... more) {
    List<String> args = new ArrayList<>(ExampleCall.args(example));
    args.add("--source.bootstrap-servers='" + broker.servers() + "'");
    args.add("--source.end=latest");
    args.add("--flink.parallelism.default=1");
    args.addAll(List.of(more));
    ExampleCall call = ExampleCall.of(args);
    assertThat(call.status()).as(call.err()).isZero();
  }

  private static void send(String topic, String data) throws Exception {
    broker.send(
        Files.readAllLines(DATA.resolve(data), UTF_8).stream()
            .map(line -> new ProducerRecord<byte[], byte[]>(topic, line.getBytes(UTF_8)))
            .toList());
  }

  private static ProducerRecord<byte[], byte[]> letter(String key, String value) {
    return new ProducerRecord<>(
        "orders-dead",
        null,
        null,
        key.getBytes(UTF_8),
        value.getBytes(UTF_8),
        List.of(
            new RecordHeader("trace", "t".getBytes(UTF_8)),
            new RecordHeader("paw.failure.reason", "invalid_record".getBytes(UTF_8))));
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }
}
