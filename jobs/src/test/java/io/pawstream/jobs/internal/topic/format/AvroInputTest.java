package io.pawstream.jobs.internal.topic.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.jobs.internal.jobfile.FieldPath;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.RawMessageEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts in Avro values, and values that are none. */
class AvroInputTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"Change","fields":[
                {"name":"after","type":["null",{"type":"record","name":"Row","fields":[
                  {"name":"text","type":["null","string"]},
                  {"name":"size","type":"long"},
                  {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["NEW","OLD"]}}]}]},
                {"name":"tags","type":{"type":"map","values":"string"}},
                {"name":"lines","type":{"type":"array","items":"string"}},
                {"name":"next","type":["null","Change"]}]}
              """);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "after.text, pay",
        "after.kind, OLD",
        "tags.a, b",
        "tags.c, -",
        "after.gone, -",
        "next, -",
        "next.after, -"
      })
  void theTextIsAFieldOnTheWay(String path, String text) throws IOException {
    assertThat(input(path).inputOf(record(encoded(change("pay"))))).isEqualTo(text);
  }

  @Test
  void whatIsNotThereIsNoText() throws IOException {
    assertThat(input("after.text").inputOf(record(null))).isNull();
    assertThat(input("after.text").inputOf(record(encoded(change(null))))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "after.size, 'an input must be text: source.field=after.size, type=long'",
    "lines, 'an input must be text: source.field=lines, type=array'",
    "after, 'an input must be text: source.field=after, type=record'",
    "after.text.more, 'a field must lie in an Avro record: source.field=after.text.more,"
        + " type=string'",
  })
  void whatIsNoTextIsRefused(String path, String told) throws IOException {
    byte[] value = encoded(change("pay"));
    assertThatThrownBy(() -> input(path).inputOf(record(value)))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessage(told);
  }

  @Test
  void theSchemaOfASingleObjectIsFoundByItsFingerprint() throws IOException {
    Schema other = Schema.create(Schema.Type.INT);
    FileSchemaValues values =
        FileSchemaValues.singleObject(List.of(other.toString(), SCHEMA.toString()));
    ByteBuffer single =
        new BinaryMessageEncoder<GenericData.Record>(GenericData.get(), SCHEMA)
            .encode(change("pay"));
    byte[] value = bytes(single);

    assertThat(new AvroInput(path("after.text"), values).inputOf(record(value))).isEqualTo("pay");

    assertThatThrownBy(() -> values.read(encoded(change("pay"))))
        .hasMessageStartingWith("a value must be in Avro's single-object encoding: bytes=");
    value[5]++;
    assertThatThrownBy(() -> values.read(value))
        .hasMessageStartingWith("the schema of a value must be one of source.schema: fingerprint=");
  }

  /** Whatever the bytes are: a text, none, or a reason, at once and in bounded memory. */
  @Test
  void noBytesDoHarm() throws IOException {
    AvroInput input = input("after.text");
    byte[] good = encoded(change("pay"));
    Random random = new Random(1);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 3));
      for (int changes = random.nextInt(4); changes > 0 && bad.length > 0; changes--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      try {
        String unused = input.inputOf(record(bad));
      } catch (UnreadableRecordException e) {
        refused++;
        assertThat(e).hasMessageStartingWith("a value must be Avro of its schema: schema=Change");
      }
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThat(input.inputOf(record(good))).isEqualTo("pay");
  }

  @Test
  void lengthsThatLieAndRecordsWithoutEndAreRefused() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    encoder.writeIndex(1);
    encoder.writeIndex(1);
    encoder.writeLong(Integer.MAX_VALUE - 16);
    encoder.flush();
    ByteArrayOutputStream deep = new ByteArrayOutputStream();
    BinaryEncoder nested = EncoderFactory.get().directBinaryEncoder(deep, null);
    for (int i = 0; i < 1_000_000; i++) {
      nested.writeIndex(0);
      nested.writeMapStart();
      nested.writeMapEnd();
      nested.writeArrayStart();
      nested.writeArrayEnd();
      nested.writeIndex(1);
    }
    nested.flush();
    for (byte[] bad : List.of(out.toByteArray(), deep.toByteArray())) {
      assertThatThrownBy(() -> input("after.text").inputOf(record(bad)))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("bytes=" + bad.length);
    }
  }

  @Test
  void filesOfSchemasAreCheckedBeforeAStart() throws IOException {
    Path good = Files.writeString(folder.resolve("good.avsc"), SCHEMA.toString(), UTF_8);
    Path bad = Files.writeString(folder.resolve("bad.avsc"), "{", UTF_8);

    assertThat(SchemaFiles.read(List.of(good.toString()), path("after.text"))).hasSize(1);
    assertThat(SchemaFiles.read(List.of(good.toString()), path("tags.any"))).hasSize(1);
    assertThatThrownBy(() -> SchemaFiles.read(List.of(good.toString()), path("after.txet")))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("source.field=after.txet");
    for (Path file : List.of(bad, folder.resolve("none.avsc"))) {
      assertThatThrownBy(() -> SchemaFiles.read(List.of(file.toString()), path("after.text")))
          .isInstanceOf(JobFileException.class)
          .hasMessageContaining("source.schema must name files")
          .hasMessageContaining(file.toString());
    }
  }

  private static AvroInput input(String path) {
    return new AvroInput(path(path), FileSchemaValues.binary(SCHEMA.toString()));
  }

  private static FieldPath path(String path) {
    return FieldPath.parse("source.field", path);
  }

  private static TopicRecord record(byte[] value) {
    return new TopicRecord("in", 0, 0, 0, null, value, List.of());
  }

  private static GenericData.Record change(String text) {
    Schema row = SCHEMA.getField("after").schema().getTypes().get(1);
    GenericData.Record after = new GenericData.Record(row);
    after.put("text", text);
    after.put("size", 7L);
    after.put("kind", new GenericData.EnumSymbol(row.getField("kind").schema(), "OLD"));
    GenericData.Record change = new GenericData.Record(SCHEMA);
    change.put("after", after);
    change.put("tags", Map.of("a", "b"));
    change.put("lines", List.of("one", "two"));
    return change;
  }

  private static byte[] encoded(GenericData.Record record) throws IOException {
    return bytes(
        new RawMessageEncoder<GenericData.Record>(GenericData.get(), SCHEMA).encode(record));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }
}
