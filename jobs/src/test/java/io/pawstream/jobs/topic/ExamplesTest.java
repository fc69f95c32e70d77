package io.pawstream.jobs.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.testing.Broker;
import io.pawstream.jobs.testing.LabelTopicCall;
import io.pawstream.schemas.LabelledRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The job files under {@code jobs/examples}, on the data under {@code examples}. */
class ExamplesTest {
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
  void urgentMessages() throws Exception {
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(DATA.resolve("messages.jsonl"), UTF_8).subList(0, 40)) {
      texts.add(JSON.readTree(line).get("text").textValue());
    }

    JobFile job = run("urgent-messages", texts);

    List<ConsumerRecord<byte[], byte[]>> labelled =
        broker.committed(job.sink().topic(), texts.size());
    assertThat(labelled).extracting(ExamplesTest::text).isEqualTo(texts);
    assertThat(labelled).allMatch(r -> r.headers().lastHeader("paw.urgency.label") != null);
  }

  @Test
  void tickets() throws Exception {
    List<String> tickets = new ArrayList<>();
    CsvMapper csv = new CsvMapper();
    csv.readerForMapOf(String.class)
        .with(CsvSchema.emptySchema().withHeader())
        .<Map<String, String>>readValues(DATA.resolve("tickets.csv").toFile())
        .forEachRemaining(row -> tickets.add(JSON.valueToTree(row).toString()));
    int good = tickets.size();
    tickets.add("{no ticket");

    JobFile job = run("tickets", tickets);

    assertThat(broker.committed(job.sink().deadLetterTopic(), 1))
        .singleElement()
        .extracting(ExamplesTest::text)
        .isEqualTo("{no ticket");
    List<Map<String, Object>> review = objects(broker.committed(job.sink().reviewTopic(), 1));
    List<Map<String, Object>> labelled =
        objects(broker.committed(job.sink().topic(), good - review.size()));
    assertThat(labelled).allMatch(row -> confidence(row) >= 0.7);
    assertThat(review).allMatch(row -> confidence(row) < 0.7);
    assertThat(Stream.concat(labelled.stream(), review.stream()).map(row -> row.get("ticket")))
        .hasSize(good)
        .doesNotHaveDuplicates();
  }

  @Test
  void logAlerts() throws Exception {
    List<String> lines = Files.readAllLines(DATA.resolve("app.log"), UTF_8);

    JobFile job = run("log-alerts", lines);

    int offset = 0;
    for (ConsumerRecord<byte[], byte[]> each : broker.committed(job.sink().topic(), lines.size())) {
      LabelledRecord record = LabelledRecord.getDecoder().decode(each.value());
      assertThat(record.getOrigin().getPosition()).isEqualTo(offset);
      assertThat(UTF_8.decode(record.getPayload()).toString()).isEqualTo(lines.get(offset++));
      assertThat(record.getAnswers()).containsOnlyKeys("log");
    }
  }

  /** Runs an example on {@code values} as it is, but for the broker and where programs are. */
  private static JobFile run(String name, List<String> values) throws Exception {
    Path file = Path.of("examples", name + ".yaml");
    JobFile job = JobFileReader.read(file, Map.of());
    String from = job.source().topics().get(0);
    broker.create(
        Stream.of(from, job.sink().topic(), job.sink().reviewTopic(), job.sink().deadLetterTopic())
            .filter(topic -> topic != null)
            .toArray(String[]::new));
    broker.send(
        values.stream()
            .map(value -> new ProducerRecord<byte[], byte[]>(from, value.getBytes(UTF_8)))
            .toList());
    List<String> args = new ArrayList<>();
    args.add(file.toString());
    job.bindings()
        .forEach(
            (binding, spec) -> args.add("--bindings." + binding + ".program=../" + spec.program()));
    LabelTopicCall call = LabelTopicCall.of(broker, args);
    assertThat(call.status()).as(call.shown()).isZero();
    return job;
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }

  private static List<Map<String, Object>> objects(List<ConsumerRecord<byte[], byte[]>> records)
      throws IOException {
    List<Map<String, Object>> objects = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      objects.add(JSON.readValue(record.value(), new TypeReference<>() {}));
    }
    return objects;
  }

  /** The lower of a row's two. */
  private static double confidence(Map<String, Object> row) {
    JsonNode paw = JSON.valueToTree(row.get("paw"));
    return Math.min(
        paw.at("/urgency/confidence").doubleValue(), paw.at("/team/confidence").doubleValue());
  }
}
