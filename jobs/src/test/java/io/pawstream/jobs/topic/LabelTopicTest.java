package io.pawstream.jobs.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.internal.topic.TopicJob;
import io.pawstream.jobs.testing.Broker;
import io.pawstream.jobs.testing.LabelTopicCall;
import io.pawstream.schemas.LabelledRecord;
import io.pawstream.schemas.PawAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whole jobs between topics of a real broker. */
class LabelTopicTest {
  private static final String URGENT =
      "Production is down and customers cannot pay, please help immediately!";
  private static final long TIME = 1_700_000_000_000L;
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
  void textGoesOnWithAnswersInHeaders() throws Exception {
    broker.create("text", "text-labelled", "text-dead");
    byte[] broken = {'a', (byte) 0xff};
    broker.send(
        List.of(
            record("text", "k1", URGENT.getBytes(UTF_8), "trace", "t1"),
            record("text", "k2", broken, "trace", "t2", "paw.failure.reason", "older"),
            record("text", "k3", null, "trace", "t3")));

    run(
        "--name=text",
        "--source.topics=text",
        "--sink.topic=text-labelled",
        "--sink.dead-letter-topic=text-dead",
        "--bindings.urgency.program=" + program("urgency"),
        "--bindings.mood.program=" + program("sentiment"));

    List<ConsumerRecord<byte[], byte[]>> labelled = broker.committed("text-labelled", 2);
    assertThat(labelled).extracting(LabelTopicTest::key).containsExactly("k1", "k3");
    assertThat(labelled).extracting(ConsumerRecord::timestamp).containsOnly(TIME);
    assertThat(labelled.get(0).value()).isEqualTo(URGENT.getBytes(UTF_8));
    assertThat(headers(labelled.get(0)))
        .containsEntry("trace", "t1")
        .containsEntry("paw.urgency.label", "immediate")
        .containsKeys("paw.urgency.confidence", "paw.urgency.program", "paw.mood.label");
    // a tombstone stays one
    assertThat(labelled.get(1).value()).isNull();
    assertThat(headers(labelled.get(1))).isEqualTo(Map.of("trace", "t3"));

    ConsumerRecord<byte[], byte[]> dead = broker.committed("text-dead", 1).get(0);
    assertThat(key(dead)).isEqualTo("k2");
    assertThat(dead.value()).isEqualTo(broken);
    assertThat(dead.timestamp()).isEqualTo(TIME);
    assertThat(headers(dead))
        .containsEntry("trace", "t2")
        .containsEntry("paw.failure.binding", "urgency")
        .containsEntry("paw.failure.reason", "invalid_text")
        .containsEntry("paw.failure.detail", "a value must be UTF-8: bytes=2")
        .containsEntry("paw.failure.topic", "text")
        .containsEntry("paw.failure.partition", "0")
        .containsEntry("paw.failure.offset", "1");
    assertThat(dead.headers().headers("paw.failure.reason")).hasSize(1);
  }

  @Test
  void jsonGoesOnWithAnswersInAField() throws Exception {
    broker.create("json", "json-labelled", "json-review", "json-dead");
    List<String> values =
        List.of(
            "{\"id\":1,\"price\":1.10,\"after\":{\"text\":\"" + URGENT + "\"}}",
            "{\"id\":2,\"after\":{\"text\":7}}",
            "{\"id\":3,\"after\":",
            "{\"id\":4,\"after\":{}}",
            "{\"id\":5,\"paw\":1,\"after\":{\"text\":\"" + URGENT + "\"}}",
            "{\"id\":6,\"paw\":{\"old\":1},\"after\":{\"text\":\"hm\"}}");
    broker.send(values.stream().map(v -> record("json", "k", v.getBytes(UTF_8))).toList());

    run(
        "--name=json",
        "--source.topics=json",
        "--source.format=json",
        "--source.field=after.text",
        "--sink.format=field",
        "--sink.topic=json-labelled",
        "--sink.review-topic=json-review",
        "--sink.dead-letter-topic=json-dead",
        "--bindings.urgency.program=" + program("urgency"),
        "--bindings.urgency.on-failure=tag",
        "--bindings.urgency.min-confidence=0.99");

    List<String> labelled = texts("json-labelled", 3);
    // spelling of numbers and order of members are those of the record
    assertThat(labelled.get(0))
        .startsWith(values.get(0).substring(0, values.get(0).length() - 1) + ",\"paw\":{");
    assertThat(labelled.stream().map(LabelTopicTest::json).map(row -> row.get("id").intValue()))
        .containsExactly(1, 2, 4);
    assertThat(json(labelled.get(0)).at("/paw/urgency/label").textValue()).isEqualTo("immediate");
    assertThat(json(labelled.get(1)).at("/paw/urgency/failure/detail").textValue())
        .isEqualTo("an input must be text: source.field=after.text, type=number");
    assertThat(json(labelled.get(2)).at("/paw/urgency/failure/reason").textValue())
        .isEqualTo("null_input");
    JsonNode review = json(texts("json-review", 1).get(0));
    assertThat(review.get("id").intValue()).isEqualTo(6);
    assertThat(review.at("/paw/urgency/confidence").doubleValue()).isLessThan(0.99);
    assertThat(review.at("/paw/old").intValue()).isEqualTo(1);
    // no JSON object, and no place for answers
    assertThat(texts("json-dead", 2)).containsExactly(values.get(2), values.get(4));
  }

  @Test
  void avroHasTheRecordAsItCame() throws Exception {
    broker.create("plain", "avro");
    broker.send(List.of(record("plain", "k1", URGENT.getBytes(UTF_8), "trace", "t1")));

    run(
        "--name=avro",
        "--source.topics=plain",
        "--sink.format=avro",
        "--sink.topic=avro",
        "--bindings.urgency.program=" + program("urgency"),
        "--bindings.urgency.scores=true");

    ConsumerRecord<byte[], byte[]> written = broker.committed("avro", 1).get(0);
    assertThat(key(written)).isEqualTo("k1");
    LabelledRecord record = LabelledRecord.getDecoder().decode(written.value());
    assertThat(record.getOrigin().getName()).isEqualTo("plain");
    assertThat(record.getTimestamp().toEpochMilli()).isEqualTo(TIME);
    assertThat(UTF_8.decode(record.getPayload()).toString()).isEqualTo(URGENT);
    assertThat(record.getHeaders()).singleElement().extracting("name").isEqualTo("trace");
    PawAnswer answer = (PawAnswer) record.getAnswers().get("urgency");
    assertThat(answer.getValue()).isEqualTo("immediate");
    assertThat(answer.getScores()).hasSize(2);
  }

  @Test
  void eachRecordIsThereOnceAfterAFailure() throws Exception {
    broker.create("many", "many-labelled");
    int half = 150;
    String topics =
        """
        name: many
        source: {bootstrap-servers: "%s", topics: many}
        bindings: {urgency: {program: %s}}
        sink:
          topic: many-labelled
          properties: {partitioner.class: %s}
        flink:
          execution.checkpointing.interval: 200 ms
          restart-strategy.type: fixed-delay
          restart-strategy.fixed-delay.delay: 100 ms
        """
            .formatted(broker.servers(), program("urgency"), FailOnce.class.getName());
    broker.send(numbered(0, half));
    JobClient job = TopicJob.of(JobFileReader.parse(topics)).executeAsync();
    try {
      broker.committed("many-labelled", half);
      FailOnce.LEFT.set(half / 2);
      broker.send(numbered(half, 2 * half));

      List<ConsumerRecord<byte[], byte[]>> all = broker.committed("many-labelled", 2 * half);

      assertThat(FailOnce.LEFT).hasValue(-1);
      assertThat(all)
          .extracting(LabelTopicTest::key)
          .containsExactlyElementsOf(
              IntStream.range(0, 2 * half).mapToObj(String::valueOf).toList());
      assertThat(all).allMatch(each -> headers(each).containsKey("paw.urgency.label"));
    } finally {
      job.cancel().get(1, TimeUnit.MINUTES);
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> numbered(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> record("many", "" + i, ("please call me back " + i).getBytes(UTF_8)))
        .toList();
  }

  /** Runs the job up to the records that are there now. */
  private static void run(String... flags) {
    LabelTopicCall call = LabelTopicCall.of(broker, List.of(flags));
    assertThat(call.status()).as(call.shown()).isZero();
  }

  private static String program(String name) {
    return Path.of("..", "programs", name + ".paw").toString();
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, String key, byte[] value, String... headers) {
    List<Header> all = new ArrayList<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(new RecordHeader(headers[i], headers[i + 1].getBytes(UTF_8)));
    }
    return new ProducerRecord<>(topic, null, TIME, key.getBytes(UTF_8), value, all);
  }

  private static String key(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), UTF_8);
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new TreeMap<>();
    record.headers().forEach(h -> headers.put(h.key(), new String(h.value(), UTF_8)));
    return headers;
  }

  private static List<String> texts(String topic, int count) {
    return broker.committed(topic, count).stream()
        .map(record -> new String(record.value(), UTF_8))
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (Exception e) {
      throw new AssertionError(text, e);
    }
  }
}
