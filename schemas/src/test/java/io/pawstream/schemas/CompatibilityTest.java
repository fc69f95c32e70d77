package io.pawstream.schemas;

import static org.apache.avro.SchemaCompatibility.checkReaderWriterCompatibility;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CompatibilityTest {
  static Stream<Path> released() throws IOException {
    return Schemas.released().stream();
  }

  @Test
  void aVersionIsReleased() throws IOException {
    assertThat(Schemas.released()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("released")
  void readsAndIsReadByAReleasedVersion(Path version) {
    Map<String, Schema> now = Schemas.in(Schemas.CURRENT);
    Schemas.in(version)
        .forEach(
            (file, then) -> {
              assertThat(now).containsKey(file);
              assertThat(problem(now.get(file), then)).as("%s reads %s", file, version).isNull();
              assertThat(problem(then, now.get(file))).as("%s reads %s", version, file).isNull();
            });
  }

  /** That the check above can fail. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"more\",\"type\":\"string\"} | more",
        "{\"name\":\"detail\",\"type\":\"int\"} | detail"
      })
  void whatWouldBreakReadersIsFound(String field, String named) {
    Schema then = new Schema.Parser().parse(record("{\"name\":\"detail\",\"type\":\"string\"}"));
    Schema now =
        new Schema.Parser()
            .parse(
                record(
                    named.equals("detail")
                        ? field
                        : "{\"name\":\"detail\",\"type\":\"string\"}," + field));
    assertThat(problem(now, then)).contains(named.equals("detail") ? "reader type: INT" : named);
  }

  @Test
  void anOlderReaderSeesWhatItDoesNotKnowAsUnknown() throws IOException {
    Schema reason = PawFailure.getClassSchema().getField("reason").schema();
    String later =
        PawFailure.getClassSchema().toString().replace("\"closed\"", "\"closed\",\"quota\"");
    Schema writer = new Schema.Parser().parse(later);
    GenericRecord failure =
        new GenericRecordBuilder(writer)
            .set("reason", new GenericData.EnumSymbol(writer.getField("reason").schema(), "quota"))
            .set("detail", "a rule of a later version")
            .build();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(writer).write(failure, encoder);
    encoder.flush();

    PawFailure read =
        new SpecificDatumReader<PawFailure>(writer, PawFailure.getClassSchema())
            .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));

    assertThat(reason.getEnumDefault()).isEqualTo("unknown");
    assertThat(read.getReason()).isEqualTo(FailureReason.unknown);
    assertThat(read.getDetail()).isEqualTo("a rule of a later version");
  }

  private static String record(String fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + fields + "]}";
  }

  /** Null if data of the writer can be read. */
  private static String problem(Schema reader, Schema writer) {
    var result = checkReaderWriterCompatibility(reader, writer);
    return result.getType() == SchemaCompatibilityType.COMPATIBLE
        ? null
        : result.getResult().getIncompatibilities().toString();
  }
}
