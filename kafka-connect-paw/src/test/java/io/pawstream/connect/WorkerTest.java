package io.pawstream.connect;

import static io.pawstream.connect.ConnectHarness.header;
import static io.pawstream.connect.ConnectHarness.metric;
import static io.pawstream.connect.ConnectHarness.programs;
import static io.pawstream.connect.ConnectHarness.text;
import static io.pawstream.connect.Fixtures.HARMLESS;
import static io.pawstream.connect.Fixtures.URGENT;
import static io.pawstream.connect.Fixtures.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.Paw;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.runtime.rest.entities.ConfigInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConfigInfos;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugin in a real worker with a real broker, by the example configurations. */
@Timeout(300)
class WorkerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ConnectHarness connect;

  @TempDir private Path data;

  @BeforeAll
  static void start() {
    connect = new ConnectHarness();
  }

  @AfterAll
  static void stop() {
    connect.close();
  }

  private Map<String, String> example(String name) throws Exception {
    return Example.here(name, programs(), data, connect.bootstrap());
  }

  private List<String> lines(String file) throws Exception {
    Path path = data.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  @Test
  void linesOfAFileBecomeLabelledMessages() throws Exception {
    Files.writeString(data.resolve("messages.txt"), URGENT + "\n" + HARMLESS + "\n");
    connect.configure(example("file-source"));

    List<ConsumerRecord<byte[], byte[]>> records = connect.consume(2, "messages");
    assertThat(records).extracting(ConnectHarness::text).contains(URGENT, HARMLESS);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      var expected = ask("urgency", text(record));
      assertThat(header(record, "paw.urgency.label")).isEqualTo(expected.value());
      assertThat(Double.parseDouble(header(record, "paw.urgency.confidence"))).isBetween(0.0, 1.0);
      assertThat(header(record, "paw.urgency.program")).isEqualTo(expected.program());
    }
    connect.delete("paw-file-source");
  }

  @Test
  void whatCannotBeAnsweredIsADeadLetter() throws Exception {
    connect.createTopic("tickets", 8);
    connect.createTopic("tickets-dead", 1);
    connect.configure(example("sink-dead-letters"));
    String secret = "{\"ticket\":{\"text\":17},\"secret\":true}";
    connect.produce("tickets", 0, "{\"id\":1,\"ticket\":{\"text\":\"" + URGENT + "\"}}");
    connect.produce("tickets", 1, secret);
    connect.produce("tickets", 1, "{\"id\":2,\"ticket\":{\"text\":\"" + HARMLESS + "\"}}");

    ConsumerRecord<byte[], byte[]> dead = connect.consume(1, "tickets-dead").get(0);
    assertThat(text(dead)).isEqualTo(secret);
    assertThat(header(dead, "__connect.errors.stage")).isEqualTo("TRANSFORMATION");
    assertThat(header(dead, "__connect.errors.class.name"))
        .isEqualTo(PawTransform.Value.class.getName());
    assertThat(header(dead, "__connect.errors.exception.message"))
        .contains("program=urgency, reason=invalid_record", "field=ticket.text")
        .doesNotContain("17");
    ConnectHarness.await("two answers", () -> lines("tickets.out").size() == 2);
    Map<Integer, JsonNode> byId = new TreeMap<>();
    for (String line : lines("tickets.out")) {
      JsonNode tree = JSON.readTree(line);
      byId.put(tree.get("id").asInt(), tree);
    }
    assertThat(byId).containsOnlyKeys(1, 2);
    assertThat(byId.get(1).at("/paw/urgency/label").asText())
        .isEqualTo(ask("urgency", URGENT).value());
    assertThat(byId.get(2).at("/paw/mood/label").asText())
        .isEqualTo(ask("sentiment", HARMLESS).value());
    connect.delete("paw-sink");
  }

  @Test
  void withoutToleranceAFailureEndsTheTask() throws Exception {
    connect.createTopic("strict", 1);
    Map<String, String> options = example("sink-dead-letters");
    options.put("name", "strict");
    options.put("topics", "strict");
    options.put("tasks.max", "1");
    options.put("errors.tolerance", "none");
    options.remove("errors.deadletterqueue.topic.name");
    connect.configure(options);
    connect.produce("strict", 0, "{\"secret\":true}");

    connect.awaitFailed("strict", 1);
    assertThat(connect.trace("strict")).contains("reason=null_input").doesNotContain("secret");
    connect.delete("strict");
  }

  @Test
  void messagesAreCopiedToTheTopicOfTheirLabel() throws Exception {
    connect.createTopic("inbox", 2);
    connect.produce("inbox", 0, URGENT);
    connect.produce("inbox", 1, HARMLESS);
    Map<String, String> options = example("mirror");
    options.put("topic.creation.default.partitions", "1");
    connect.createTopic("inbox-immediate", 1);
    connect.createTopic("inbox-wait", 1);
    connect.configure(options);

    List<ConsumerRecord<byte[], byte[]>> records =
        connect.consume(2, "inbox-immediate", "inbox-wait");
    assertThat(records).extracting(ConnectHarness::text).contains(URGENT, HARMLESS);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      assertThat(record.topic()).isEqualTo("inbox-" + ask("urgency", text(record)).value());
      assertThat(header(record, "paw.urgency.label")).isNotNull();
    }
    connect.delete("paw-mirror");
  }

  @Test
  void aPredicateMakesAFilterFuzzy() throws Exception {
    connect.createTopic("alerts", 1);
    Map<String, String> options = example("filter");
    options.put("tasks.max", "1");
    options.put("predicates.immediate.labels", ask("urgency", URGENT).value());
    options.put("predicates.immediate.min.confidence", "0");
    connect.configure(options);
    connect.produce("alerts", 0, "sentinel of nothing in particular");
    connect.produce("alerts", 0, HARMLESS);
    connect.produce("alerts", 0, URGENT);

    List<String> expected = new ArrayList<>();
    for (String each : List.of("sentinel of nothing in particular", HARMLESS, URGENT)) {
      if (ask("urgency", each).value().equals(ask("urgency", URGENT).value())) {
        expected.add(each);
      }
    }
    assertThat(expected).hasSizeLessThan(3);
    ConnectHarness.await("the urgent message", () -> lines("alerts.out").contains(URGENT));
    assertThat(lines("alerts.out")).isEqualTo(expected);
    connect.delete("paw-filter");
  }

  @Test
  void aWrongConfigurationIsRefusedAtOnce() throws Exception {
    Map<String, String> wrong =
        Map.of(
            "programs", "/nowhere.paw",
            "on.failure", "default-label",
            "min.confidence", "2",
            "output", "none",
            "input.field", "a..b");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      Map<String, String> options = example("file-source");
      options.put("transforms.urgency." + each.getKey(), each.getValue());
      ConfigInfos infos = connect.validate(options);

      assertThat(infos.errorCount()).as(each.getKey()).isEqualTo(1);
      ConfigInfo info =
          infos.configs().stream()
              .filter(one -> !one.configValue().errors().isEmpty())
              .findFirst()
              .orElseThrow();
      String culprit = each.getKey().equals("on.failure") ? "default.label" : each.getKey();
      assertThat(info.configKey().name()).isEqualTo("transforms.urgency." + culprit);
      assertThat(info.configKey().group()).startsWith("Transforms: urgency");
      assertThat(connect.refused(options)).isEqualTo(400);
    }
    Map<String, String> options = example("filter");
    options.put("predicates.immediate.labels", "never");
    assertThat(connect.refused(options)).isEqualTo(400);
    ConfigInfos good = connect.validate(example("file-source"));
    assertThat(good.errorCount()).isZero();
    assertThat(
            good.configs().stream()
                .filter(one -> one.configKey().name().equals("transforms.urgency.label.set"))
                .findFirst()
                .orElseThrow()
                .configValue()
                .recommendedValues())
        .containsExactly("immediate", "wait");
  }

  @Test
  void tasksMeetInMicroBatches() throws Exception {
    int records = 240;
    long loads = Paw.interpreterLoads();
    Map<Integer, Double> sizes = new TreeMap<>();
    for (int tasks : new int[] {1, 2, 4, 8}) {
      String name = "work-" + tasks;
      connect.createTopic(name, 8);
      Map<String, String> options = new HashMap<>(example("sink-dead-letters"));
      options.keySet().removeIf(key -> key.startsWith("errors.") || key.startsWith("transforms."));
      options.put("name", name);
      options.put("topics", name);
      options.put("tasks.max", Integer.toString(tasks));
      options.put("file", data.resolve(name).toString());
      options.put("transforms.ask.type", PawTransform.Value.class.getName());
      options.put("transforms.ask.programs", programs().resolve("urgency.paw").toString());
      options.put("transforms.ask.engine.cache.bytes", "0");
      options.put("transforms.ask.engine.lanes", "1");
      connect.configure(options);
      connect.awaitRunning(name, tasks);
      // records that come before each task has its share go to one task, and then to another again
      ConnectHarness.await(
          "partitions",
          () ->
              metric("sink-task-metrics", name, "", "partition-count").stream()
                      .filter(count -> count == 8.0 / tasks)
                      .count()
                  == tasks);
      for (int i = 0; i < records; i++) {
        connect.produce(name, i % 8, HARMLESS + " Number " + tasks + '.' + i);
      }
      ConnectHarness.await("all records", () -> lines(name).size() == records);

      assertThat(metric("plugins", name, "program=urgency,", "inputs-total"))
          .hasSize(tasks)
          .satisfies(
              each -> assertThat(each.stream().mapToDouble(d -> d).sum()).isEqualTo(records));
      double size =
          metric("plugins", name, "program=urgency,", "micro-batch-size-avg").stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElseThrow();
      System.out.printf("tasks.max %d: mean micro-batch of an input %.2f%n", tasks, size);
      sizes.put(tasks, size);
      connect.delete(name);
    }
    assertThat(sizes.get(1)).isEqualTo(1);
    assertThat(sizes.get(8)).isGreaterThan(1);
    assertThat(Paw.interpreterLoads() - loads).isLessThanOrEqualTo(1);
  }
}
