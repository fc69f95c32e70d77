package io.pawstream.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema of {@code meta.json} and the runtime accept and refuse the same. */
class MetaSchemaTest {
  private static final Path PROGRAMS = Schemas.MODULE.resolve("../programs");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static JsonSchema schema;

  @TempDir private Path folder;

  @BeforeAll
  static void read() throws IOException {
    schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(
                Files.readString(Schemas.MODULE.resolve("src/main/json/meta.schema.json"), UTF_8));
  }

  static Stream<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      return files.filter(file -> file.toString().endsWith(".paw")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void theDemonstrationProgramsFit(Path program) throws IOException {
    assertThat(schema.validate(meta(program), InputFormat.JSON)).isEmpty();
  }

  @Test
  void theLeastThatTheSdkTakesFits() {
    String least = "{\"program_id\": \"0123456789abcdef\", \"interpreter\": \"paw-tiny\"}";
    assertThat(schema.validate(least, InputFormat.JSON)).isEmpty();
    assertThat(refusal(least)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "version | 5",
        "version | \"4\"",
        "program_id | \"XYZ\"",
        "program_id | \"0123\"",
        "program_id | null",
        "interpreter | \"\"",
        "interpreter | \"  \"",
        "interpreter | 7",
        "interpreter | \"gpt2\\n\"",
        "runtime_id | \".hidden\"",
        "runtime_manifest_version | 2",
        "runtime_manifest_version | true",
        "runtime | []",
        "labels | \"immediate, wait\"",
        "labels | [\"one\"]",
        "labels | [\"one\", \"one\"]",
        "labels | [\"one\", \"\"]",
        "labels | [\"one\", \" two\"]",
        "labels | [\"one\", \"two\\n\"]",
        "labels | [\"one\", 2]",
      })
  void whatIsWrongIsRefusedByBoth(String field, String value) throws IOException {
    ObjectNode changed = (ObjectNode) JSON.readTree(meta(PROGRAMS.resolve("urgency.paw")));
    changed.set(field, JSON.readTree(value));
    String meta = changed.toString();
    assertThat(schema.validate(meta, InputFormat.JSON))
        .anySatisfy(
            message -> assertThat(message.getInstanceLocation().toString()).contains(field));
    assertThat(refusal(meta)).contains(named(field));
  }

  /** What the runtime calls a field in its messages. */
  private static String named(String field) {
    return field.equals("labels") ? "abel" : field.replace("runtime_manifest_", "manifest_");
  }

  /** What the runtime has against a program with this metadata; null if nothing. */
  private String refusal(String meta) {
    Path file = folder.resolve("program.paw");
    try (ZipFile whole = new ZipFile(PROGRAMS.resolve("urgency.paw").toFile());
        OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (ZipEntry entry : whole.stream().toList()) {
        zip.putNextEntry(new ZipEntry(entry.getName()));
        zip.write(
            entry.getName().equals("meta.json")
                ? meta.getBytes(UTF_8)
                : whole.getInputStream(entry).readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      ProgramBundle.read(file);
      return null;
    } catch (ProgramException e) {
      return e.getMessage();
    }
  }

  private static String meta(Path program) throws IOException {
    try (ZipFile zip = new ZipFile(program.toFile())) {
      return new String(zip.getInputStream(zip.getEntry("meta.json")).readAllBytes(), UTF_8);
    }
  }
}
