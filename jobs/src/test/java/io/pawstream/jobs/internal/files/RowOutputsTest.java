package io.pawstream.jobs.internal.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.testing.Containers;
import io.pawstream.rows.InputFormat;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.FinishReason;
import io.pawstream.runtime.answer.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format and packing, written with answers and read by the libraries of the formats. */
class RowOutputsTest {
  private static final List<String> TEXTS = List.of("down, \"now\"!", "no hurry", "Grüße 😊");
  private static final String DIGEST = "sha256:" + "0".repeat(64);
  private static final RowSpec SPEC =
      new RowSpec(
          InputFormat.JSONL, "body.text", List.of("urgency"), List.of(), RowSpec.DEFAULT_LIMIT);

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "AVRO, ",
    "AVRO, NONE",
    "AVRO, GZIP",
    "AVRO, BZIP2",
    "AVRO, XZ",
    "AVRO, ZSTD",
    "PARQUET, ",
    "PARQUET, NONE",
    "PARQUET, GZIP",
    "PARQUET, ZSTD"
  })
  void recordsKeepTheirFieldsAndGetAnswers(FileFormat format, @Nullable Compression compression)
      throws IOException {
    Path in = Containers.write(directory.resolve("in.avro"), TEXTS);
    Path out = directory.resolve("out." + format.ending());
    InputFile file =
        new InputFile(
            in.toString(), "in.avro", Files.size(in), 0, FileFormat.AVRO, Compression.NONE);

    OutputSpec spec = new OutputSpec(out.toString(), false, format, compression, null, null);
    RowOutputs outputs = new RowOutputs(file, spec, SPEC.programs(), SPEC);
    try (FileRows rows = FileRows.open(file, 0, SPEC);
        RowOutput output = outputs.open(out)) {
      for (FileRow row = rows.next(); row != null && !row.last(); row = rows.next()) {
        output.write(row, List.of(outcomeOf(row)));
      }
    }

    List<GenericRecord> records = Containers.read(out);
    assertThat(records).extracting(r -> r.get("id")).containsExactly(0L, 1L, 2L, 3L);
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(((GenericRecord) records.get(i).get("body")).get("text"))
          .hasToString(TEXTS.get(i));
      GenericRecord entry = entry(records.get(i));
      assertThat(entry.get("label")).hasToString("wait");
      assertThat(entry.get("confidence")).isEqualTo(0.75);
      assertThat(entry.get("margin")).isNull();
      assertThat(entry.get("finish")).hasToString("label");
      assertThat(entry.get("program")).hasToString(DIGEST);
      assertThat(entry.get("failure")).isNull();
    }
    GenericRecord failed = entry(records.get(TEXTS.size()));
    assertThat(failed.get("label")).isNull();
    assertThat(((GenericRecord) failed.get("failure")).get("reason")).hasToString("null_input");
  }

  @Test
  void timestampsOfHiveAreCarriedOver() throws IOException {
    Path in = directory.resolve("in.parquet");
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { required int96 at; optional binary text (UTF8); }");
    Binary at = Binary.fromConstantByteArray("123456789012".getBytes(UTF_8));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(in))
            .withConf(new PlainParquetConfiguration())
            .withType(type)
            .withCodecFactory(new ParquetCodecs())
            .build()) {
      SimpleGroup group = new SimpleGroup(type);
      group.add("at", at);
      group.add("text", "no hurry");
      writer.write(group);
    }
    InputFile file =
        new InputFile(
            in.toString(), "in.parquet", Files.size(in), 0, FileFormat.PARQUET, Compression.NONE);
    RowSpec spec =
        new RowSpec(
            InputFormat.JSONL, "text", List.of("urgency"), List.of(), RowSpec.DEFAULT_LIMIT);
    Path out = directory.resolve("out.parquet");
    OutputSpec written = new OutputSpec(out.toString(), false, null, null, null, null);

    try (FileRows rows = FileRows.open(file, 0, spec);
        RowOutput output = new RowOutputs(file, written, spec.programs(), spec).open(out)) {
      FileRow row = Objects.requireNonNull(rows.next());
      assertThat(row.row().input()).isEqualTo("no hurry");
      output.write(row, List.of(outcomeOf(row)));
    }

    GenericFixed kept = (GenericFixed) Containers.read(out).get(0).get("at");
    assertThat(kept.bytes()).isEqualTo(at.getBytes());
  }

  private static Outcome outcomeOf(FileRow row) {
    return row.row().problem() == null
        ? new Answer(
            Answer.Kind.LABEL,
            "wait",
            0.75,
            Double.POSITIVE_INFINITY,
            FinishReason.LABEL,
            false,
            DIGEST,
            List.of())
        : new Failure(FailureReason.NULL_INPUT, "no text", DIGEST);
  }

  private static GenericRecord entry(GenericRecord record) {
    return (GenericRecord) ((GenericRecord) record.get("paw")).get("urgency");
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void packedStreamsInARowAreOne(Compression compression) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String text : TEXTS) {
      ByteArrayOutputStream one = new ByteArrayOutputStream();
      try (OutputStream out = compression.pack(one)) {
        out.write((text + "\n").repeat(1_000).getBytes(UTF_8));
      }
      one.writeTo(all);
    }
    Path packed = Files.write(directory.resolve("a.txt" + compression.ending()), all.toByteArray());

    assertThat(Compression.of(packed)).isEqualTo(compression);
    assertThat(FileFormat.of(packed)).isEqualTo(FileFormat.TEXT);
    try (InputStream in = compression.unpack(Files.newInputStream(packed))) {
      assertThat(new String(in.readAllBytes(), UTF_8).lines()).hasSize(3_000).endsWith("Grüße 😊");
    }
    if (compression != Compression.NONE) {
      assertThat(all.size()).isLessThan(2_000);
    }
  }

  @Test
  void theEndingsTellFormatsWhateverTheirCase() {
    assertThat(FileFormat.of(Path.of("a.JSONL.GZ"))).isEqualTo(FileFormat.JSONL);
    assertThat(FileFormat.of(Path.of("a.b.parquet"))).isEqualTo(FileFormat.PARQUET);
    assertThat(FileFormat.of(Path.of("a.orc"))).isNull();
  }
}
