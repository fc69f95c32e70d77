package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.label;
import static io.pawstream.jobs.CommandLine.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.jobs.CommandLine.Shown;
import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.testing.Containers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of all formats and packings in and out, each read back without the code that wrote it. */
class LabelFormatsTest {
  private static final List<String> TEXTS =
      List.of("The server is down, fix it now!", "No hurry at all, \"whenever\"", "Grüße 😊");

  @TempDir Path directory;

  @Test
  void packedFilesAreReadAndWritten() throws IOException {
    Path packed = Files.createDirectory(directory.resolve("packed"));
    Path plain = lines("plain.jsonl");
    for (Compression compression : Compression.values()) {
      try (OutputStream out =
          compression.pack(
              Files.newOutputStream(
                  packed.resolve("a" + compression + ".jsonl" + compression.ending())))) {
        out.write(Files.readAllBytes(plain));
      }
    }
    Path output = directory.resolve("output");
    Path one = directory.resolve("one.jsonl");

    String words = "--field text --program urgency --deterministic";
    Shown several = label(packed, output, words + " --compress zstd");
    Shown single = label(plain, one, words);

    assertThat(several.status()).as(several.err()).isZero();
    assertThat(single.status()).as(single.err()).isZero();
    for (Compression compression : Compression.values()) {
      Path file = output.resolve("a" + compression + ".jsonl.zst");
      try (InputStream in = Compression.ZSTD.unpack(Files.newInputStream(file))) {
        assertThat(in).as(file.toString()).hasContent(Files.readString(one));
      }
    }
    assertThat(rows(one)).hasSize(TEXTS.size());
  }

  @ParameterizedTest
  @CsvSource({"avro, parquet", "parquet, avro"})
  void recordsKeepTheirFieldsAndGetAnswers(String format, String other) throws IOException {
    Path input = Containers.write(directory.resolve("in." + format), TEXTS);
    Path output = directory.resolve("out." + format);
    Path json = directory.resolve("out.jsonl");
    Path again = directory.resolve("again." + other);
    String words = "--field body.text --program urgency --deterministic";

    Shown same = label(input, output, words);
    Shown asJson = label(output, json, words);
    Shown asOther =
        label(output, again, "--field body.text --program sentiment --compress gzip --quiet");

    assertThat(same.status()).as(same.err()).isZero();
    assertThat(asJson.status()).as(asJson.err()).isZero();
    assertThat(asOther.status()).as(asOther.err()).isZero();
    List<GenericRecord> records = Containers.read(output);
    List<GenericRecord> others = Containers.read(again);
    assertThat(records).hasSameSizeAs(others).hasSize(TEXTS.size() + 1);
    List<JsonNode> rows = rows(json);
    for (int i = 0; i < records.size(); i++) {
      GenericRecord record = records.get(i);
      GenericRecord entry = (GenericRecord) ((GenericRecord) record.get("paw")).get("urgency");
      GenericRecord joined = (GenericRecord) others.get(i).get("paw");
      JsonNode row = rows.get(i);
      assertThat(record.get("id")).isEqualTo((long) i).isEqualTo(row.get("id").longValue());
      assertThat(joined.get("urgency")).hasToString(entry.toString());
      assertThat(joined.get("sentiment")).isNotNull();
      if (i == TEXTS.size()) {
        assertThat(((GenericRecord) entry.get("failure")).get("reason")).hasToString("null_input");
        assertThat(row.at("/paw/urgency/failure/reason").textValue()).isEqualTo("null_input");
        continue;
      }
      assertThat(((GenericRecord) record.get("body")).get("text")).hasToString(TEXTS.get(i));
      assertThat(row.at("/body/text").textValue()).isEqualTo(TEXTS.get(i));
      assertThat(entry.get("label")).hasToString(row.at("/paw/urgency/label").textValue());
      assertThat((Double) entry.get("confidence")).isBetween(0.5, 1.0);
      assertThat(entry.get("program")).hasToString(row.at("/paw/urgency/program").textValue());
      assertThat(entry.get("failure")).isNull();
    }
  }

  @Test
  void csvStaysCsvWithSevenColumnsPerProgram() throws IOException {
    Path input = directory.resolve("in.csv");
    Files.writeString(input, "id,text\n1,\"a, \"\"b\"\"\nnow!\"\n2,\"whenever, no hurry\"\n");
    Path output = directory.resolve("out.csv");
    Path again = directory.resolve("again.csv");

    Shown shown = label(input, output, "--field text --program urgency --deterministic");
    Shown second = label(output, again, "--field text --program urgency --deterministic");

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    String text = Files.readString(output);
    assertThat(text)
        .startsWith(
            "id,text,paw.urgency.answer,paw.urgency.confidence,paw.urgency.margin,"
                + "paw.urgency.finish,paw.urgency.truncated,paw.urgency.program,"
                + "paw.urgency.failure\n1,\"a, \"\"b\"\"\nnow!\",")
        .containsPattern("\n2,\"whenever, no hurry\",(wait|immediate),0\\.[0-9]+,")
        .containsPattern(",label,false,sha256:[0-9a-f]{64},\n");
    assertThat(again).hasContent(text);
  }

  @Test
  void aRowThatIsNoRowOfCsvNeedsAFileOfItsOwn() throws IOException {
    Path input = Files.writeString(directory.resolve("in.csv"), "id,text\n1,a\n2\n3,c\n");
    Path output = directory.resolve("out.csv");
    Path failed = directory.resolve("failed.jsonl");

    Shown without = label(input, output, "--field text --program urgency");
    assertThat(without.status()).isEqualTo(1);
    assertThat(without.err()).contains("row=2; give --failed-rows");
    assertThat(output).doesNotExist();

    Shown with = label(input, output, "--field text --program urgency --failed-rows " + failed);
    assertThat(with.status()).as(with.err()).isZero();
    assertThat(Files.readAllLines(output)).hasSize(3).last().asString().startsWith("3,c,");
    JsonNode row = rows(failed).get(0);
    assertThat(row.get("file").textValue()).isEqualTo("in.csv");
    assertThat(row.get("row").intValue()).isEqualTo(2);
    assertThat(row.at("/record/paw/urgency/failure/reason").textValue())
        .isEqualTo("invalid_record");
  }

  @ParameterizedTest
  @CsvSource({
    "in.jsonl, out.avro, '', rows of jsonl have no schema to be written so; write jsonl",
    "in.jsonl, out.csv, '', rows of jsonl have no schema",
    "in.avro, out.csv, '', 'write jsonl, avro or parquet'",
    "in.parquet, out.parquet, --compress xz, Parquet has no such codec: compression=xz",
    "in.jsonl, out.jsonl, --output-format text, text has no place for answers",
    "in.jsonl, out.jsonl, --failed-rows out.jsonl, must be another file than the output",
    "in.jsonl, out.jsonl, --failed-rows x.jsonl --on-failure null, it needs --on-failure=tag",
    "in.jsonl, out, --partition-by nothing.here --field other, ''",
    "in.dat, out.jsonl, '', '--format must be given where the ending of a file'",
  })
  void whatDoesNotFitIsRefusedAtTheStart(String input, String output, String more, String message)
      throws IOException {
    Path in = directory.resolve(input);
    if (input.endsWith(".avro") || input.endsWith(".parquet")) {
      Containers.write(in, TEXTS);
    } else {
      lines(input);
    }
    String words = more.replaceAll("(--failed-rows )", "$1" + directory + "/");
    if (message.isEmpty()) {
      // a JSON row may or may not have a member: such rows go without a value
      Shown taken = label(in, directory.resolve(output), words + " --program urgency");
      assertThat(taken.status()).as(taken.err()).isZero();
      assertThat(directory.resolve(output).resolve("nothing.here=__HIVE_DEFAULT_PARTITION__"))
          .isDirectory();
      return;
    }

    Shown shown =
        label(in, directory.resolve(output), (words + " --field text --program urgency").strip());

    assertThat(shown.status()).as(shown.err()).isEqualTo(2);
    assertThat(shown.err()).contains(message).hasLineCount(1);
    assertThat(directory.resolve(output)).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"avro", "parquet"})
  void aDamagedContainerIsNamed(String format) throws IOException {
    Path input = Files.writeString(directory.resolve("in." + format), "no such file format at all");

    Shown shown = label(input, directory.resolve("out.jsonl"), "--field text --program urgency");

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err()).contains("in." + format).hasLineCount(1);
  }

  private Path lines(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String one : TEXTS) {
      text.append("{\"text\":\"").append(one.replace("\"", "\\\"")).append("\"}\n");
    }
    return Files.writeString(directory.resolve(name), text, UTF_8);
  }
}
