package io.pawstream.jobs.example;

import static io.pawstream.jobs.testing.ExampleCall.onFiles;
import static io.pawstream.jobs.testing.ExampleCall.rows;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.jobs.testing.ExampleCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples on the data that comes with them, between files. */
class ExampleFilesTest {
  @TempDir Path output;

  @Test
  void serviceAlerts() throws Exception {
    onFiles("service-alerts", "service-log.jsonl", output);

    List<String> alerts =
        rows(output, "alerts").stream()
            .map(
                a ->
                    a.get("alert").textValue()
                        + " "
                        + a.get("service").textValue()
                        + " "
                        + a.get("first").textValue().substring(11, 16)
                        + "-"
                        + a.get("last").textValue().substring(11, 16)
                        + " "
                        + a.get("count"))
            .toList();
    assertThat(alerts)
        .contains(
            "error payments 06:03-06:03 1",
            "repeated payments 06:03-06:12 31",
            "error payments 06:44-06:44 1",
            "repeated storage 06:19-06:20 7",
            "stalled etl-orders 06:05-06:14 3",
            "resumed etl-orders 06:05-06:41 4",
            "stalled transcode 06:30-06:30 1");
    // jobs that kept talking, and one that goes on beyond the end of the file
    assertThat(alerts).noneMatch(a -> a.matches(".*(backup|reindex|train|http).*"));
    assertThat(rows(output, "service-log-dead"))
        .extracting(row -> row.get("reason").textValue())
        .containsExactly("invalid_record", "invalid_record");
  }

  @Test
  void mailTriage() throws Exception {
    onFiles("mail-triage", "mails.jsonl", output);

    List<JsonNode> later = rows(output, "tickets-later");
    List<JsonNode> tickets = new ArrayList<>();
    for (String team : List.of("billing", "bug", "feature", "other")) {
      for (JsonNode ticket : rows(output, "tickets-" + team)) {
        assertThat(ticket.at("/paw/team/label").textValue()).isEqualTo(team);
        assertThat(ticket.at("/paw/urgency/label").textValue()).isEqualTo("immediate");
        assertThat(ticket.at("/paw/team/confidence").doubleValue()).isGreaterThanOrEqualTo(0.6);
        tickets.add(ticket);
      }
    }
    List<JsonNode> review = rows(output, "tickets-review");
    // the second program was not asked about what can wait
    assertThat(later)
        .hasSizeGreaterThan(25)
        .allMatch(mail -> mail.get("paw").size() == 1)
        .allMatch(mail -> mail.at("/paw/urgency/label").textValue().equals("wait"));
    assertThat(
            Stream.of(later, tickets, review)
                .flatMap(List::stream)
                .map(mail -> mail.get("id").intValue()))
        .hasSize(60)
        .doesNotHaveDuplicates();
    // by hand: 24 are urgent, and the programs find nearly all
    assertThat(tickets.stream().filter(t -> t.get("urgency").textValue().equals("immediate")))
        .hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void jsonRepair() throws Exception {
    onFiles("json-repair", "dead-letters.txt", output);

    List<JsonNode> repaired = rows(output, "orders-retry");
    List<JsonNode> lost = rows(output, "orders-lost");
    assertThat(repaired).hasSizeGreaterThanOrEqualTo(30).allMatch(JsonNode::isContainerNode);
    assertThat(repaired.size() + lost.size()).isEqualTo(50);
    assertThat(repaired).extracting(JsonNode::toString).contains("{\"name\":\"Alice\",\"age\":30}");
    assertThat(lost)
        .allMatch(letter -> !letter.get("detail").textValue().isEmpty())
        .extracting(letter -> letter.get("value").textValue())
        .contains(
            "Internal Server Error", "{\"id\": 29, \"ok\": false}", "{\"id\": 41, \"ok\": tru");
  }

  @Test
  void aProgramThatWritesTextIsNotBelieved() throws Exception {
    // it answers with an order number, which is no JSON
    onFiles(
        "json-repair",
        "dead-letters.txt",
        output,
        "--bindings.repair.program=../programs/order.paw");

    assertThat(rows(output, "orders-retry")).isEmpty();
    assertThat(rows(output, "orders-lost"))
        .hasSize(50)
        .anyMatch(
            letter ->
                letter
                    .get("detail")
                    .textValue()
                    .equals("it does not parse when repaired: faults=text"));
  }

  @Test
  void searchFilters() throws Exception {
    onFiles("search-filters", "searches.txt", output);

    List<JsonNode> searches = rows(output, "search-filters");
    assertThat(searches)
        .hasSize(60)
        .allSatisfy(ExampleFilesTest::isValid)
        .extracting(JsonNode::toString)
        .contains(
            "{\"text\":\"red shoes under 50 euros in size 42\",\"filters\":"
                + "{\"colour\":\"red\",\"category\":\"shoes\",\"max_price\":50,\"size\":\"42\"}}",
            "{\"text\":\"coat between 200 and 100\",\"filters\":{},\"refused\":\"min_price\"}",
            "{\"text\":\"where is my parcel\",\"filters\":{}}");
    assertThat(searches.stream().filter(search -> search.get("filters").has("category")))
        .hasSizeGreaterThanOrEqualTo(35);
  }

  @Test
  void aProgramThatWritesFiltersIsNotBelieved() throws Exception {
    ExampleCall call =
        ExampleCall.of(
            List.of(
                "search-filters",
                "--name=search",
                "--source.bootstrap-servers='none:1'",
                "--source.topics=searches",
                "--bindings.filters.program=../programs/order.paw",
                "--sink.topic=found",
                "--sink.dead-letter-topic=dead",
                "--input=../examples/searches.txt",
                "--output=" + output));

    assertThat(call.status()).as(call.err()).isZero();
    assertThat(rows(output, "found"))
        .hasSize(60)
        .allSatisfy(ExampleFilesTest::isValid)
        .allMatch(search -> search.get("refused").textValue().equals("filters"));
  }

  private static void isValid(JsonNode search) {
    assertThat(search.get("text").textValue()).isNotBlank();
    JsonNode filters = search.get("filters");
    filters
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(name).isIn("colour", "category", "min_price", "max_price", "size"));
    assertThat(filters.path("colour").asText("red"))
        .isIn(Set.of("red", "blue", "green", "black", "white", "brown"));
    assertThat(filters.path("max_price").asDouble(1)).isBetween(0.01, 10_000.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mail | an example must be named: name=mail",
        "--check | an example must be named: name=,",
        "mail-triage none.yaml | a job file must be a readable file",
        "mail-triage examples/mail-triage.yaml --input=none | files are read and written together",
        "mail-triage examples/mail-triage.yaml --input=none --output=x | a readable file:"
            + " --input=none",
        "mail-triage examples/service-alerts.yaml | this job needs the binding: binding=urgency",
        "service-alerts examples/service-alerts.yaml --flink.service-alerts.stal-after=1h"
            + " | known=[service-alerts.repeat-after, service-alerts.stall-after",
        "service-alerts examples/service-alerts.yaml --flink.service-alerts.stall-after=soon"
            + " | key=flink.service-alerts.stall-after, value=soon",
        "json-repair examples/json-repair.yaml --flink.json-repair.passes=0 | passes must be from"
            + " 1",
      })
  void whatCannotBeUsedStartsNothing(String words, String told) {
    ExampleCall call = ExampleCall.of(List.of(words.split(" ")));

    assertThat(call.status()).as(call.err()).isEqualTo(2);
    assertThat(call.err()).startsWith("run-example: ").contains(told).doesNotContain("\tat ");
  }

  @Test
  void nothingIsLeftOfARunThatFails() throws IOException {
    List<String> args = ExampleCall.args("mail-triage", "--bindings.team.program=none.paw");
    args.add("--input=../examples/mails.jsonl");
    args.add("--output=" + output);

    ExampleCall call = ExampleCall.of(args);

    assertThat(call.status()).as(call.err()).isNotZero();
    try (Stream<Path> left = Files.list(output)) {
      assertThat(left).isEmpty();
    }
  }
}
