package io.pawstream.jobs.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.internal.topic.TopicJob;
import io.pawstream.jobs.testing.Broker;
import io.pawstream.jobs.testing.LabelTopicCall;
import io.pawstream.jobs.testing.RegistryServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.RawMessageEncoder;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whole jobs between Avro topics of a real broker. The registry is a server of its REST API, or the
 * one that the system property {@code paw.test.registry} names.
 */
class AvroTopicTest {
  private static final Path SCHEMA = Path.of("..", "examples", "schemas", "review.avsc");
  private static final String TEXT = "I love it, it works perfectly";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Broker broker;
  private static Schema review;

  private RegistryServer server;
  private String url;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker();
    review = new Schema.Parser().parse(Files.readString(SCHEMA));
  }

  @AfterAll
  static void stop() throws Exception {
    broker.close();
  }

  @BeforeEach
  void startRegistry() throws IOException {
    server = new RegistryServer();
    url = System.getProperty("paw.test.registry", server.url());
  }

  @AfterEach
  void stopRegistry() {
    server.close();
  }

  @Test
  void recordsOfARegistryGoOnAsLabelledRecordsOfIt() throws Exception {
    int id = register("reviews-value", review);
    broker.create("reviews", "reviews-labelled", "reviews-unsure", "reviews-dead");
    byte[] good = registered(id, TEXT);
    List<byte[]> bad =
        List.of(
            registered(id + 1_000_000, TEXT),
            Arrays.copyOf(good, good.length - 3),
            TEXT.getBytes(UTF_8),
            new byte[0],
            registered(id, null));
    send("reviews", good);
    send("reviews", bad.toArray(byte[][]::new));
    send("reviews", (byte[]) null);

    LabelTopicCall call =
        run(
            "examples/reviews.yaml",
            "--bindings.mood.min-confidence=0.1",
            "--registry.url=" + url,
            "--bindings.mood.program=../programs/sentiment.paw");

    assertThat(call.status()).as(call.shown()).isZero();
    List<ConsumerRecord<byte[], byte[]>> labelled = broker.committed("reviews-labelled", 2);
    assertThat(labelled).hasSize(2);
    GenericRecord record = written(labelled.get(0).value());
    assertThat(record.getSchema().getFullName()).isEqualTo("io.pawstream.schemas.LabelledRecord");
    assertThat(record.get("payload")).isEqualTo(ByteBuffer.wrap(good));
    assertThat(record.get("answers")).asString().contains("mood=", "\"value\": \"positive\"");
    assertThat(labelled.get(1).value()).isNull();
    List<ConsumerRecord<byte[], byte[]>> dead = broker.committed("reviews-dead", bad.size());
    assertThat(dead).extracting(ConsumerRecord::value).containsExactlyElementsOf(bad);
    assertThat(dead)
        .extracting(each -> header(each, "paw.failure.reason"))
        .containsExactly(
            "invalid_record", "invalid_record", "invalid_record", "invalid_record", "null_input");
    assertThat(dead)
        .extracting(each -> header(each, "paw.failure.detail"))
        .startsWith(
            "a schema id must be known to the registry: id=" + (id + 1_000_000),
            "a value must be Avro of its schema: schema=shop.Review, bytes="
                + (good.length - 3)
                + ", error=java.io.EOFException",
            "a value must begin with a zero byte and the id of its schema: bytes="
                + TEXT.length()
                + ", first=73",
            "a value must begin with a zero byte and the id of its schema: bytes=0");
  }

  @Test
  void recordsWithoutARegistryStayAsTheyAre() throws Exception {
    broker.create("single", "single-labelled", "single-dead");
    ByteBuffer single =
        new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), review)
            .encode(review(TEXT));
    byte[] value = new byte[single.remaining()];
    single.get(value);
    send("single", value, registered(1, TEXT));

    LabelTopicCall call =
        run(
            "examples/reviews-files.yaml",
            "--source.topics=single",
            "--source.schema=" + SCHEMA,
            "--sink.topic=single-labelled",
            "--sink.dead-letter-topic=single-dead",
            "--bindings.mood.program=../programs/sentiment.paw");

    assertThat(call.status()).as(call.shown()).isZero();
    ConsumerRecord<byte[], byte[]> labelled = broker.committed("single-labelled", 1).get(0);
    assertThat(labelled.value()).isEqualTo(value);
    assertThat(header(labelled, "paw.mood.label")).isEqualTo("positive");
    assertThat(header(broker.committed("single-dead", 1).get(0), "paw.failure.detail"))
        .startsWith("a value must be in Avro's single-object encoding");
  }

  @Test
  void aRegistryThatIsAwayFailsTheJobAndNoRecord() throws Exception {
    int id = server.add(review.toString(), "AVRO");
    broker.create("away", "away-labelled", "away-dead");
    send("away", registered(id, TEXT));
    server.failNext(1_000_000);

    LabelTopicCall call = run(flags("away", "--registry.retries=1"));

    assertThat(call.status()).isEqualTo(1);
    assertThat(call.shown())
        .contains("label-topic: the job failed: a schema registry must answer")
        .contains("path=/schemas/ids/" + id + ", tries=2, status=503")
        .doesNotContain(TEXT);
    server.failNext(0);
    assertThat(run(flags("away")).status()).isZero();
    assertThat(broker.committed("away-labelled", 1)).hasSize(1);
    assertThat(broker.committed("away-dead", 0)).isEmpty();
  }

  /** What is in flight when a registry goes away is there once when it has come back. */
  @Test
  void eachRecordIsThereOnceAfterAnOutage() throws Exception {
    int half = 60;
    int first = server.add(review.toString(), "AVRO");
    int second = server.add(review.toString(), "AVRO");
    broker.create("outage", "outage-labelled", "outage-dead");
    broker.send(numbered(first, 0, half));
    String[] flags =
        flags(
            "outage",
            "--registry.retries=0",
            "--flink.execution.checkpointing.interval=200 ms",
            "--flink.restart-strategy.type=fixed-delay",
            "--flink.restart-strategy.fixed-delay.attempts=1000",
            "--flink.restart-strategy.fixed-delay.delay=50 ms",
            "--source.bootstrap-servers='" + broker.servers() + "'");
    JobClient job = TopicJob.of(JobFileReader.read(null, map(flags))).executeAsync();
    try {
      broker.committed("outage-labelled", half);
      server.failNext(5);
      broker.send(numbered(second, half, 2 * half));

      List<ConsumerRecord<byte[], byte[]>> all = broker.committed("outage-labelled", 2 * half);

      assertThat(server.failuresLeft()).isZero();
      assertThat(all)
          .extracting(each -> new String(each.key(), UTF_8))
          .containsExactlyElementsOf(
              IntStream.range(0, 2 * half).mapToObj(String::valueOf).toList());
      assertThat(broker.committed("outage-dead", 0)).isEmpty();
    } finally {
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  @Test
  void aSchemaThatDoesNotFitStartsNothing() throws Exception {
    Schema other = Schema.createRecord("Other", null, "shop", false, List.of());
    String topic = "taken-" + System.nanoTime();
    register(topic + "-value", other);
    demand(topic + "-value");

    LabelTopicCall call =
        run("examples/reviews.yaml", "--sink.topic=" + topic, "--registry.url=" + url);

    assertThat(call.status()).isEqualTo(2);
    assertThat(call.shown())
        .contains("the schema of what is written must fit its subject in the registry")
        .contains("sink.subject=" + topic + "-value")
        .contains("status=409");
  }

  @Test
  void aCheckAsksNobody() {
    LabelTopicCall call = run("examples/reviews.yaml", "--registry.url=" + server.url(), "--check");

    assertThat(call.status()).as(call.shown()).isZero();
    assertThat(server.calls()).isEmpty();
  }

  private String[] flags(String name, String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "--name=" + name,
                "--source.topics=" + name,
                "--source.format=avro",
                "--source.field=body.text",
                "--sink.topic=" + name + "-labelled",
                "--sink.dead-letter-topic=" + name + "-dead",
                "--bindings.mood.program=../programs/sentiment.paw",
                "--registry.url=" + server.url()));
    flags.addAll(List.of(more));
    return flags.toArray(String[]::new);
  }

  private static Map<String, String> map(String... flags) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String flag : flags) {
      map.put(flag.substring(2, flag.indexOf('=')), flag.substring(flag.indexOf('=') + 1));
    }
    return map;
  }

  private static LabelTopicCall run(String... words) {
    return LabelTopicCall.of(broker, List.of(words));
  }

  private static void send(String topic, byte[]... values) throws Exception {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (byte[] value : values) {
      records.add(new ProducerRecord<>(topic, value));
    }
    broker.send(records);
  }

  private static List<ProducerRecord<byte[], byte[]>> numbered(int id, int from, int to)
      throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = from; i < to; i++) {
      records.add(
          new ProducerRecord<>("outage", ("" + i).getBytes(UTF_8), registered(id, TEXT + i)));
    }
    return records;
  }

  private static GenericData.Record review(String text) {
    GenericData.Record body = new GenericData.Record(review.getField("body").schema());
    body.put("language", "en");
    body.put("text", text);
    GenericData.Record record = new GenericData.Record(review);
    record.put("id", 7L);
    record.put("body", body);
    return record;
  }

  /** A review as producers write it that use a registry. */
  private static byte[] registered(int id, String text) throws IOException {
    ByteBuffer datum =
        new RawMessageEncoder<GenericData.Record>(GenericData.get(), review).encode(review(text));
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(0);
    value.write(ByteBuffer.allocate(4).putInt(id).array());
    value.write(datum.array(), datum.arrayOffset() + datum.position(), datum.remaining());
    return value.toByteArray();
  }

  /** What consumers read that use a registry. */
  private GenericRecord written(byte[] value) throws Exception {
    assertThat(value[0]).isZero();
    JsonNode found =
        call(
            HttpRequest.newBuilder(
                    URI.create(url + "/schemas/ids/" + ByteBuffer.wrap(value, 1, 4).getInt()))
                .GET());
    Schema schema = new Schema.Parser().parse(found.get("schema").textValue());
    return new GenericDatumReader<GenericRecord>(schema)
        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
  }

  private int register(String subject, Schema schema) throws Exception {
    String body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString()).toString();
    return call(HttpRequest.newBuilder(URI.create(url + "/subjects/" + subject + "/versions"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .POST(HttpRequest.BodyPublishers.ofString(body)))
        .get("id")
        .intValue();
  }

  /** Apicurio demands nothing of a subject unless it is told to. */
  private void demand(String subject) throws Exception {
    if (!url.equals(server.url())) {
      call(
          HttpRequest.newBuilder(URI.create(url + "/config/" + subject))
              .header("Content-Type", "application/vnd.schemaregistry.v1+json")
              .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"BACKWARD\"}")));
    }
  }

  private static JsonNode call(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }
}
