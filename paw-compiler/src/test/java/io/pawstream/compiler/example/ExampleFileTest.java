package io.pawstream.compiler.example;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExampleFileTest {
  @TempDir Path directory;

  @Test
  void readsJsonLines() throws IOException {
    Path file =
        write(
            "a.jsonl",
            "\ufeff{\"input\":\"a\\nb\",\"output\":\" yes \",\"id\":7}\r\n\n"
                + "{\"output\":\"no\",\"input\":\"\"}");

    assertThat(ExampleFile.read(file))
        .containsExactly(new Example("a\nb", "yes", 1), new Example("", "no", 3));
  }

  @Test
  void readsCsv() throws IOException {
    Path file =
        write(
            "A.CSV",
            "\ufeffid,output,input\r\n1,yes,\"a,\n\"\"b\"\"\"\r\n\r\n2,no,\r\n3,\" no \",c");

    assertThat(ExampleFile.read(file))
        .containsExactly(
            new Example("a,\n\"b\"", "yes", 2),
            new Example("", "no", 5),
            new Example("c", "no", 6));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of("a.jsonl", "{\"input\":\"SECRET\",\"output\":\"\"}", "line=1"),
        Arguments.of("a.jsonl", "{\"input\":\"SECRET\",\"output\":\" \\n\"}", "line=1"),
        Arguments.of("a.jsonl", "\n{\"input\":\"SECRET\",\"output\":", "line=2"),
        Arguments.of("a.jsonl", "{\"input\":\"SECRET\"}", "output=MISSING"),
        Arguments.of("a.jsonl", "{\"input\":\"SECRET\",\"output\":1}", "output=NUMBER"),
        Arguments.of("a.jsonl", "\n[\"SECRET\"]", "line=2, type=ARRAY"),
        Arguments.of("a.jsonl", "{\"input\":\"SECRET\\u0000\",\"output\":\"a\"}", "field=input"),
        Arguments.of("a.jsonl", "{\"input\":\"a\",\"output\":\"SECRET\\ud800\"}", "field=output"),
        Arguments.of(
            "a.jsonl", "{\"input\":\"a\",\"input\":\"SECRET\",\"output\":\"x\"}", "line=1"),
        Arguments.of("a.csv", "", "header line"),
        Arguments.of("a.csv", "input\nSECRET", "repeated=output"),
        Arguments.of("a.csv", "input,output,input\nSECRET,a,b", "repeated=input"),
        Arguments.of("a.csv", "input,output\nSECRET", "line=2, values=1"),
        Arguments.of("a.csv", "input,output\nSECRET,", "line=2"),
        Arguments.of("a.csv", "input,output\na,b\n\nSECRET,\"b", "line=4"),
        Arguments.of("a.csv", "input,output\na,b\n\"SECRET\"x,b", "line=3"),
        Arguments.of("a.txt", "SECRET", ".jsonl, .ndjson or .csv"));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void namesTheLineAndNeverItsText(String name, String text, String part) throws IOException {
    Path file = write(name, text);

    assertThatThrownBy(() -> ExampleFile.read(file))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining(part)
        .hasMessageContaining(file.toString())
        .satisfies(e -> assertThat(withCauses(e)).doesNotContain("SECRET"));
  }

  @Test
  void refusesOtherEncodings() throws IOException {
    Path file = write("a.csv", "input,output\na,b\né,c", ISO_8859_1);

    assertThatThrownBy(() -> ExampleFile.read(file)).hasMessageContaining("UTF-8: line=3");
    assertThatThrownBy(() -> ExampleFile.read(directory.resolve("none.csv")))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining("found=nothing");
    assertThatThrownBy(() -> ExampleFile.read(Files.createDirectory(directory.resolve("d.csv"))))
        .isInstanceOf(ExampleException.class)
        .hasMessageContaining("found=no regular file");
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text, UTF_8);
  }

  private Path write(String name, String text, Charset charset) throws IOException {
    return Files.write(directory.resolve(name), text.getBytes(charset));
  }

  private static String withCauses(Throwable e) {
    return e == null ? "" : e + "\n" + withCauses(e.getCause());
  }
}
