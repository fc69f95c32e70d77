package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.EXAMPLES;
import static io.pawstream.jobs.CommandLine.json;
import static io.pawstream.jobs.CommandLine.label;
import static io.pawstream.jobs.CommandLine.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.jobs.CommandLine.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over good files with the demonstration programs. */
class LabelFilesTest {
  private static final Path MESSAGES = EXAMPLES.resolve("messages.jsonl");
  private static final Path LOG = EXAMPLES.resolve("app.log");
  private static final Set<String> URGENCY = Set.of("immediate", "wait");
  private static final Set<String> SENTIMENT = Set.of("positive", "negative");

  @TempDir Path directory;

  @Test
  void labelsTheExampleMessages() throws IOException {
    Path output = directory.resolve("new/labelled.jsonl");

    Shown shown =
        label(
            MESSAGES,
            output,
            "--format jsonl --field text --program urgency --program sentiment"
                + " --expected urgency=urgency --expected sentiment=sentiment");

    assertThat(shown.err()).contains("program      urgency  sha256:", "interpreter  paw-tiny");
    assertThat(shown.status()).isZero();
    List<String> before = Files.readAllLines(MESSAGES);
    List<String> after = Files.readAllLines(output);
    assertThat(after).hasSameSizeAs(before).hasSizeGreaterThanOrEqualTo(240);
    for (int i = 0; i < before.size(); i++) {
      String row = before.get(i);
      assertThat(after.get(i)).startsWith(row.substring(0, row.length() - 1) + ",\"paw\":{");
      JsonNode paw = json(after.get(i)).get("paw");
      assertThat(paw.properties()).extracting("key").containsExactly("urgency", "sentiment");
      assertEntry(paw.get("urgency"), URGENCY);
      assertEntry(paw.get("sentiment"), SENTIMENT);
    }
    List<JsonNode> rows = rows(output);
    assertSummary(shown.out(), "urgency", rows);
    assertSummary(shown.out(), "sentiment", rows);
    assertThat(shown.out())
        .contains("row  text", "Hello, I can't log in", rows.size() + " rows in")
        .containsPattern("micro-batches of [0-9.]+ on average");
  }

  private static void assertEntry(JsonNode entry, Set<String> labels) {
    assertThat(entry.get("label").textValue()).isIn(labels);
    assertThat(entry.get("program").textValue()).matches("sha256:[0-9a-f]{64}");
    assertThat(entry.get("confidence").doubleValue()).isBetween(0.5, 1.0);
    assertThat(entry.get("margin").doubleValue()).isNotNegative();
    assertThat(entry.get("finish").textValue()).isEqualTo("label");
    assertThat(entry.get("truncated").booleanValue()).isFalse();
  }

  /** The numbers of the summary are those of the output. */
  private static void assertSummary(String summary, String name, List<JsonNode> rows) {
    String part = summary.substring(summary.indexOf("\n" + name + "  sha256:"));
    Function<JsonNode, String> label = row -> row.get("paw").get(name).get("label").textValue();
    for (String one : name.equals("urgency") ? URGENCY : SENTIMENT) {
      long count = rows.stream().filter(row -> label.apply(row).equals(one)).count();
      assertThat(part).containsPattern(one + " +" + count + " ");
    }
    long low =
        rows.stream()
            .filter(row -> row.get("paw").get(name).get("confidence").doubleValue() < 0.7)
            .count();
    assertThat(part).contains("confidence below 0.7: " + low + "\n");
    long agreed =
        rows.stream().filter(row -> label.apply(row).equals(row.get(name).textValue())).count();
    assertThat(part).contains("as expected: " + agreed + " of " + rows.size());
    // measured 0.54 and 0.61: the interpreter is a toy, and these messages are not
    assertThat((double) agreed / rows.size()).isGreaterThan(0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--batch", "--streaming"})
  void labelsCsvInBothModes(String mode) throws IOException {
    Path output = directory.resolve("tickets.jsonl");

    Shown shown =
        label(
            EXAMPLES.resolve("tickets.csv"),
            output,
            "--format csv --field message --program urgency " + mode);

    assertThat(shown.status()).as(shown.err()).isZero();
    List<JsonNode> rows = rows(output);
    assertThat(rows).hasSize(30);
    assertThat(rows.get(0).properties())
        .extracting("key")
        .containsExactly("ticket", "opened", "customer", "message", "priority", "paw");
    assertThat(rows.get(5).get("message").textValue()).contains("language?\nI looked");
    assertThat(rows)
        .allSatisfy(row -> assertEntry(row.at("/paw/urgency"), URGENCY))
        .extracting(row -> row.get("ticket").textValue())
        .isSorted();
  }

  @Test
  void labelsTextWithADefaultField() throws IOException {
    Path output = directory.resolve("log.jsonl");

    Shown shown = label(LOG, output, "--format text --program log --deterministic --quiet");

    assertThat(shown).isEqualTo(new Shown(0, "", ""));
    List<JsonNode> rows = rows(output);
    assertThat(rows)
        .extracting(row -> row.get("text").textValue())
        .isEqualTo(Files.readAllLines(LOG));
    assertThat(rows)
        .extracting(row -> row.at("/paw/log/label").textValue())
        .allMatch(Set.of("ALERT", "QUIET")::contains)
        .contains("ALERT", "QUIET");
  }

  @Test
  void aRowIsTheInputRowAndNothingElse() throws IOException {
    Path input = directory.resolve("in.jsonl");
    Path output = directory.resolve("out.jsonl");
    String row =
        "{\"z\":1.10,\"text\":\"Gr\\u00fc\u00dfe \uD83D\uDE0A\",\"a\":[1e2, {\"b\":null}],"
            + "\"n\":9007199254740993}";
    Files.writeString(input, row);

    label(input, output, "--format jsonl --field text --program urgency");

    String line = Files.readString(output);
    assertThat(line).startsWith(row.substring(0, row.length() - 1) + ",\"paw\":{").endsWith("}}\n");
    ObjectNode left = (ObjectNode) json(line);
    left.remove("paw");
    assertThat(left).isEqualTo(json(row));
  }

  @Test
  void runsCanBeChained() throws IOException {
    Path first = directory.resolve("first.jsonl");
    Path second = directory.resolve("second.jsonl");
    Path again = directory.resolve("again.jsonl");

    List<Shown> runs =
        List.of(
            label(LOG, first, "--format text --field line --program log --deterministic"),
            label(first, second, "--format jsonl --field line --program urgency --deterministic"),
            label(second, again, "--format jsonl --field line --program log --deterministic"));

    assertThat(runs).allSatisfy(run -> assertThat(run.status()).as(run.err()).isZero());
    List<JsonNode> rows = rows(again);
    assertThat(rows).hasSize(40);
    for (int i = 0; i < rows.size(); i++) {
      JsonNode paw = rows.get(i).get("paw");
      assertThat(paw.properties()).extracting("key").containsExactly("urgency", "log");
      assertThat(paw.get("log")).isEqualTo(rows(first).get(i).at("/paw/log"));
      assertThat(paw.get("urgency")).isEqualTo(rows(second).get(i).at("/paw/urgency"));
    }
  }

  @Test
  void moreSubtasksLoseNoRow() throws IOException {
    Path output = directory.resolve("out.jsonl");

    Shown shown =
        label(MESSAGES, output, "--format jsonl --field text --program sentiment --parallelism 3");

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(rows(output))
        .extracting(row -> row.get("id").intValue())
        .hasSameSizeAs(Files.readAllLines(MESSAGES))
        .doesNotHaveDuplicates();
  }

  @Test
  void readsPackedFilesAndFilesWithoutRows() throws IOException {
    Path packed = directory.resolve("rows.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("{\"text\":\"a\"}\n{\"text\":\"b\"}\n".getBytes(UTF_8));
    }
    Path empty = Files.createFile(directory.resolve("empty.txt"));
    Path fromPacked = directory.resolve("packed.jsonl");
    Path fromEmpty = directory.resolve("empty.jsonl");

    Shown first = label(packed, fromPacked, "--format jsonl --field text --program urgency");
    Shown second = label(empty, fromEmpty, "--format text --program urgency");

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(rows(fromPacked)).hasSize(2);
    assertThat(second.status()).as(second.err()).isZero();
    assertThat(fromEmpty).isEmptyFile();
  }
}
