package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.label;
import static io.pawstream.jobs.CommandLine.rows;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.jobs.CommandLine.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs over rows that get no answer. */
class LabelFilesFailureTest {
  private static final String JSONL = "--format jsonl --field text --program urgency";
  private static final List<String> ROWS =
      List.of(
          "{\"text\":\"please help me now\",\"n\":1.10}",
          "{\"text\":null}",
          "{\"other\":1}",
          "{\"text\":5}",
          "not json",
          "",
          "{\"text\":\"a\\u0000b\"}",
          "{\"text\":\"lone \\ud800\"}",
          "[1]",
          "{\"text\":\"\"}",
          "{\"text\":\"thanks, no hurry\"}");

  /** Reason per row that comes out, null for an answer; the last row is not UTF-8. */
  private static final String[] REASONS = {
    null,
    "null_input",
    "null_input",
    "invalid_record",
    "invalid_record",
    "invalid_text",
    "invalid_text",
    "invalid_record",
    null,
    null,
    "invalid_text"
  };

  @TempDir Path directory;

  /** A name that Flink's usual file listing passes over, with all that paths may trip over. */
  private Path input() throws IOException {
    Path input = directory.resolve("_bad rows #1 %41.jsonl");
    Files.writeString(input, String.join("\n", ROWS) + "\n");
    byte[] latin = "{\"text\":\"\u00fc\"}\n".getBytes(ISO_8859_1);
    return Files.write(input, latin, StandardOpenOption.APPEND);
  }

  @Test
  void tagKeepsTheReasons() throws IOException {
    Path output = directory.resolve("out put.jsonl");

    Shown shown = label(input(), output, JSONL + " --program sentiment");

    assertThat(shown.status()).as(shown.err()).isZero();
    List<JsonNode> rows = rows(output);
    assertThat(rows).hasSize(REASONS.length);
    for (int i = 0; i < REASONS.length; i++) {
      for (String name : List.of("urgency", "sentiment")) {
        JsonNode entry = rows.get(i).get("paw").get(name);
        assertThat(entry.has("label")).as("row %d", i).isEqualTo(REASONS[i] == null);
        assertThat(entry.at("/failure/reason").textValue()).as("row %d", i).isEqualTo(REASONS[i]);
        assertThat(entry.at("/failure/detail").isTextual()).isEqualTo(REASONS[i] != null);
      }
    }
    assertThat(Files.readAllLines(output).get(0)).startsWith(ROWS.get(0).replace("}", ","));
    assertThat(rows.get(4).get("raw").textValue()).isEqualTo("not json");
    assertThat(rows.get(10).get("raw_base64").isTextual()).isTrue();
    assertThat(shown.out())
        .containsPattern("! null_input +2 ")
        .containsPattern("! invalid_record +3 ")
        .containsPattern("! invalid_text +3 ");
  }

  @Test
  void nullLeavesEmptyEntries() throws IOException {
    Path output = directory.resolve("out.jsonl");

    Shown shown = label(input(), output, JSONL + " --on-failure null");

    assertThat(shown.status()).as(shown.err()).isZero();
    List<JsonNode> rows = rows(output);
    for (int i = 0; i < REASONS.length; i++) {
      assertThat(rows.get(i).get("paw").has("urgency")).isTrue();
      assertThat(rows.get(i).get("paw").get("urgency").isNull()).isEqualTo(REASONS[i] != null);
    }
    assertThat(shown.out()).containsPattern("! null_input +2 ");
  }

  @Test
  void failStopsTheRunAndLeavesNothing() throws IOException {
    Path input = input();
    Path output = Files.writeString(directory.resolve("out.jsonl"), "as before\n");

    Shown shown = label(input, output, JSONL + " --on-failure fail");

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err().lines().toList())
        .last()
        .asString()
        .startsWith("label-files: row 2 must have an answer: program=urgency, reason=null_input")
        .contains("--on-failure tag or null");
    assertThat(shown.err()).doesNotContain("Exception");
    assertThat(output).hasContent("as before");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactlyInAnyOrder(input, output);
    }
  }

  @Test
  void textsThatAreTooLongAreFailuresOrCut() throws IOException {
    Path input = directory.resolve("in.txt");
    Files.writeString(input, "the server is down, ".repeat(500) + "\nall is well\n");
    Path kept = directory.resolve("kept.jsonl");
    Path cut = directory.resolve("cut.jsonl");

    label(input, kept, "--format text --program urgency");
    label(input, cut, "--format text --program urgency --overflow middle");

    assertThat(rows(kept).get(0).at("/paw/urgency/failure/reason").textValue())
        .isEqualTo("input_too_long");
    assertThat(rows(cut).get(0).at("/paw/urgency/label").isTextual()).isTrue();
    assertThat(rows(cut).get(0).at("/paw/urgency/truncated").booleanValue()).isTrue();
    assertThat(rows(cut).get(1).at("/paw/urgency/truncated").booleanValue()).isFalse();
  }

  /** A quote that is never closed makes one row of the rest; beyond the limit the run fails. */
  @Test
  void aCsvRowWithoutEndFailsTheRun() throws IOException {
    Path input = directory.resolve("in.csv");
    List<String> lines = new ArrayList<>(List.of("text", "fine", "\"open"));
    String filler = "x".repeat(1 << 20);
    for (int i = 0; i < 17; i++) {
      lines.add(filler);
    }
    Files.write(input, lines);
    Path output = directory.resolve("out.jsonl");

    Shown shown = label(input, output, "--format csv --field text --program urgency");

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err()).contains("row=2").contains("a quote that is never closed");
    assertThat(output).doesNotExist();
  }

  @Test
  void aLineOverTheLimitIsARowWithAReason() throws IOException {
    Path input = directory.resolve("in.txt");
    Files.writeString(input, "x".repeat((16 << 20) + 1) + "\nfine\n");
    Path output = directory.resolve("out.jsonl");

    Shown shown = label(input, output, "--format text --program urgency");

    assertThat(shown.status()).as(shown.err()).isZero();
    JsonNode row = rows(output).get(0);
    assertThat(row.get("raw_bytes").longValue()).isEqualTo((16 << 20) + 1);
    assertThat(row.get("raw").textValue()).matches("x+");
    assertThat(row.at("/paw/urgency/failure/reason").textValue()).isEqualTo("invalid_record");
    assertThat(rows(output).get(1).get("text").textValue()).isEqualTo("fine");
  }
}
