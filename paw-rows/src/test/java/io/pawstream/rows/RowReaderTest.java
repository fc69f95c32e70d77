package io.pawstream.rows;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.runtime.answer.FailureReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowReaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENTRY = "\"p\":1";

  /** A row, its text, and the line it becomes with the entry {@code "p":1}. */
  static List<Arguments> jsonRows() {
    return List.of(
        Arguments.of("{\"t\":\"a\"}", "a", "{\"t\":\"a\",\"paw\":{\"p\":1}}"),
        Arguments.of("  { \"t\" : \"a\" } ", "a", "  { \"t\" : \"a\",\"paw\":{\"p\":1}} "),
        Arguments.of(
            "{\"n\":1.10,\"t\":\"a\",\"m\":1E400,\"k\":-0.0}",
            "a",
            "{\"n\":1.10,\"t\":\"a\",\"m\":1E400,\"k\":-0.0,\"paw\":{\"p\":1}}"),
        Arguments.of(
            "{\"t\":\"\\u00e9\\n\\\"\uD83D\uDE0A\",\"o\":{\"t\":\"no\",\"paw\":7}}",
            "é\n\"\uD83D\uDE0A",
            "{\"t\":\"\\u00e9\\n"
                + "\\\"\uD83D\uDE0A\",\"o\":{\"t\":\"no\",\"paw\":7},\"paw\":{\"p\":1}}"),
        Arguments.of("{\"t\":\"\"}", "", "{\"t\":\"\",\"paw\":{\"p\":1}}"),
        // of fields that repeat, the last counts, and all stay
        Arguments.of("{\"t\":1,\"t\":\"b\"}", "b", "{\"t\":1,\"t\":\"b\",\"paw\":{\"p\":1}}"),
        // entries of earlier runs stay where they are
        Arguments.of(
            "{\"paw\":{\"q\":{\"label\":\"x\"}},\"t\":\"a\"}",
            "a",
            "{\"paw\":{\"q\":{\"label\":\"x\"},\"p\":1},\"t\":\"a\"}"),
        Arguments.of("{\"t\":\"a\",\"paw\":{}}", "a", "{\"t\":\"a\",\"paw\":{\"p\":1}}"),
        // an entry of the same name makes way
        Arguments.of(
            "{\"t\":\"a\",\"paw\":{\"p\":{\"x\":[1,{}]},\"q\":null,\"r\":2.50 ,"
                + " \"s\":\"\\u00e4\"}}",
            "a",
            "{\"t\":\"a\",\"paw\":{\"q\":null,\"r\":2.50,\"s\":\"\\u00e4\",\"p\":1}}"),
        Arguments.of("{\"t\":\"a\",\"paw\":{\"p\":0}}", "a", "{\"t\":\"a\",\"paw\":{\"p\":1}}"));
  }

  @ParameterizedTest
  @MethodSource("jsonRows")
  void keepsJsonAsItWas(String row, String input, String line) throws IOException {
    Row read = only(rows(row + "\n", spec(InputFormat.JSONL, "t")));

    assertThat(read.input()).isEqualTo(input);
    assertThat(read.problem()).isNull();
    assertThat(line(read)).isEqualTo(line);
  }

  static List<Arguments> jsonRowsWithoutText() {
    return List.of(
        Arguments.of("{}", FailureReason.NULL_INPUT, "{\"paw\":{\"p\":1}}"),
        Arguments.of("{\"u\":1}", FailureReason.NULL_INPUT, "{\"u\":1,\"paw\":{\"p\":1}}"),
        Arguments.of("{\"t\":null}", FailureReason.NULL_INPUT, "{\"t\":null,\"paw\":{\"p\":1}}"),
        Arguments.of("{\"t\":7}", FailureReason.INVALID_RECORD, "{\"t\":7,\"paw\":{\"p\":1}}"),
        Arguments.of(
            "{\"t\":true}", FailureReason.INVALID_RECORD, "{\"t\":true,\"paw\":{\"p\":1}}"),
        Arguments.of(
            "{\"t\":[\"a\"]}", FailureReason.INVALID_RECORD, "{\"t\":[\"a\"],\"paw\":{\"p\":1}}"),
        Arguments.of(
            "{\"t\":\"a\",\"t\":null}",
            FailureReason.NULL_INPUT,
            "{\"t\":\"a\",\"t\":null,\"paw\":{\"p\":1}}"));
  }

  @ParameterizedTest
  @MethodSource("jsonRowsWithoutText")
  void keepsJsonWithoutTextAsItWas(String row, FailureReason problem, String line)
      throws IOException {
    Row read = only(rows(row, spec(InputFormat.JSONL, "t")));

    assertThat(read.input()).isNull();
    assertThat(read.problem()).isEqualTo(problem);
    assertThat(read.detail()).contains("row=1").contains("field=t");
    assertThat(line(read)).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "secret",
        "{\"t\":\"secret\"",
        "{\"t\":\"secret}",
        "{\"t\":\"secret\"} x",
        "{\"t\":\"secret\"}{}",
        "[\"secret\"]",
        "\"secret\"",
        "null",
        "1",
        "{t:\"secret\"}",
        "{\"t\":\"secret\",}",
        "{\"t\":'secret'}",
        "{\"t\":NaN}",
        "{\"t\":\"secret\u0001\"}",
        "{\"t\":\"secret\",\"paw\":\"mine\"}",
        "{\"t\":\"secret\",\"paw\":null}",
        "{\"t\":\"secret\",\"paw\":[]}",
        "{\u0000\"t\u0000"
      })
  void keepsTheTextOfRowsThatAreNoJson(String row) throws IOException {
    Row read = only(rows(row + "\r\n", spec(InputFormat.JSONL, "t")));

    assertThat(read.problem()).isEqualTo(FailureReason.INVALID_RECORD);
    assertThat(read.detail()).contains("row=1").doesNotContain("secret").doesNotContain("mine");
    JsonNode line = JSON.readTree(line(read));
    assertThat(line.get(RowReader.RAW).textValue()).isEqualTo(row);
    assertThat(line.get("paw").get("p").intValue()).isEqualTo(1);
    assertThat(line).hasSize(2);
  }

  @Test
  void keepsTheTextOfJsonThatIsTooDeep() throws IOException {
    String row = "{\"t\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    Row read = only(rows(row, spec(InputFormat.JSONL, "t")));

    assertThat(read.problem()).isEqualTo(FailureReason.INVALID_RECORD);
    assertThat(JSON.readTree(line(read)).get(RowReader.RAW).textValue()).isEqualTo(row);
  }

  @Test
  void keepsNumbersAndNamesOfAnyLength() throws IOException {
    String row = "{\"" + "n".repeat(100_000) + "\":" + "7".repeat(100_000) + ",\"t\":\"a\"}";

    Row read = only(rows(row, spec(InputFormat.JSONL, "t")));

    assertThat(line(read)).isEqualTo(row.substring(0, row.length() - 1) + ",\"paw\":{\"p\":1}}");
  }

  @Test
  void skipsBlankLinesOfJsonOnly() throws IOException {
    String file = "\n{\"t\":\"a\"}\n \t\r\n\n{\"t\":\"b\"}\n\n";

    assertThat(rows(file, spec(InputFormat.JSONL, "t")))
        .extracting(Row::number)
        .containsExactly(1L, 2L);
    assertThat(rows("a\n\nb\n", spec(InputFormat.TEXT, "t")))
        .extracting(Row::input)
        .containsExactly("a", "", "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSONL", "CSV", "TEXT"})
  void keepsBytesThatAreNoUtf8(InputFormat format) throws IOException {
    String file = "t\n".repeat(format == InputFormat.CSV ? 1 : 0) + "{\"t\":\"caf\u00e9\"}\nlast\n";

    List<Row> rows = new ArrayList<>();
    RowReader reader =
        new RowReader(new ByteArrayInputStream(file.getBytes(ISO_8859_1)), spec(format, "t"));
    for (Row next = reader.next(); next != null; next = reader.next()) {
      rows.add(next);
    }

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).problem()).isEqualTo(FailureReason.INVALID_TEXT);
    JsonNode line = JSON.readTree(line(rows.get(0)));
    assertThat(Base64.getDecoder().decode(line.get(RowReader.RAW_BASE64).textValue()))
        .isEqualTo("{\"t\":\"caf\u00e9\"}".getBytes(ISO_8859_1));
  }

  @Test
  void textRowsAreObjectsOfOneField() throws IOException {
    List<Row> rows = rows("say \"hi\"\\\t\u00e4\u0001\n", spec(InputFormat.TEXT, "line"));

    assertThat(only(rows).input()).isEqualTo("say \"hi\"\\\t\u00e4\u0001");
    assertThat(line(only(rows)))
        .isEqualTo("{\"line\":\"say \\\"hi\\\"\\\\\\t\u00e4\\u0001\",\"paw\":{\"p\":1}}");
  }

  @Test
  void csvRowsAreObjectsOfStrings() throws IOException {
    String file = "id,\"my, text\",n\r\n007,\"a \"\"b\"\",\r\nc\",1.10\r\n\r\n8,,\r\n";

    List<Row> rows = rows(file, spec(InputFormat.CSV, "my, text"));

    assertThat(rows).extracting(Row::input).containsExactly("a \"b\",\r\nc", "");
    assertThat(rows.stream().map(RowReaderTest::line))
        .containsExactly(
            "{\"id\":\"007\",\"my, text\":\"a \\\"b\\\",\\r"
                + "\\n"
                + "c\",\"n\":\"1.10\",\"paw\":{\"p\":1}}",
            "{\"id\":\"8\",\"my, text\":\"\",\"n\":\"\",\"paw\":{\"p\":1}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "secret,b,c", "\"secret\"x,b", "secret,\"b\nc"})
  void keepsTheTextOfCsvRowsThatDoNotFit(String row) throws IOException {
    Row read = only(rows("t,u\n" + row, spec(InputFormat.CSV, "t")));

    assertThat(read.problem()).isEqualTo(FailureReason.INVALID_RECORD);
    assertThat(read.detail()).contains("row=1").doesNotContain("secret");
    assertThat(JSON.readTree(line(read)).get(RowReader.RAW).textValue()).isEqualTo(row);
  }

  static List<Arguments> badHeaders() {
    return List.of(
        Arguments.of("", "must begin with a header"),
        Arguments.of("\nt\n", "must begin with a header"),
        Arguments.of("\"t\n", "must begin with a header"),
        Arguments.of("\"t\"x\n", "must begin with a header"),
        Arguments.of("id,message,sent\n", "did you mean message?"),
        Arguments.of("t,a,t\n", "must differ: name=t"),
        Arguments.of("t,paw\n", "rename the column"));
  }

  @ParameterizedTest
  @MethodSource("badHeaders")
  void refusesACsvHeaderThatDoesNotFit(String file, String message) {
    String field = file.contains("message") ? "mesage" : "t";

    assertThatThrownBy(() -> rows(file, spec(InputFormat.CSV, field)))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"JSONL", "TEXT"})
  void aLineOverTheLimitIsARowWithItsBeginning(InputFormat format) throws IOException {
    RowSpec spec = new RowSpec(format, "t", List.of("p"), List.of(), 2000);
    String tooLong = "\u20AC".repeat(1000);

    List<Row> rows = rows(tooLong + "\n{\"t\":\"a\"}\n", spec);

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).problem()).isEqualTo(FailureReason.INVALID_RECORD);
    assertThat(rows.get(0).detail()).contains("bytes=3000").contains("limit=2000");
    JsonNode line = JSON.readTree(line(rows.get(0)));
    assertThat(line.get(RowReader.RAW_BYTES).longValue()).isEqualTo(3000);
    assertThat(tooLong).startsWith(line.get(RowReader.RAW).textValue());
    assertThat(rows.get(1).problem()).isNull();
  }

  @Test
  void aCsvRowOverTheLimitEndsTheRun() throws IOException {
    RowSpec spec = new RowSpec(InputFormat.CSV, "t", List.of("p"), List.of(), 2000);
    String file = "t\nfirst\n\"" + "x\n".repeat(2000);

    assertThatThrownBy(() -> rows(file, spec))
        .isInstanceOf(UnreadableInputException.class)
        .hasMessageContaining("row=2")
        .hasMessageContaining("never closed");
  }

  @Test
  void takesTheFieldsThatAreWantedBesideTheText() throws IOException {
    RowSpec json = new RowSpec(InputFormat.JSONL, "t", List.of("p"), List.of("a", "b"), 2000);
    RowSpec csv = new RowSpec(InputFormat.CSV, "t", List.of("p"), List.of("a", "b"), 2000);

    assertThat(rows("{\"b\":\"y\",\"t\":\"x\"}\n{\"a\":1.0,\"b\":null}\n\u0000", json))
        .extracting(Row::expected)
        .containsExactly(
            new String[] {null, "y"}, new String[] {"1.0", null}, new String[] {null, null});
    assertThat(only(rows("b,t,a\n1,2,3\n", csv)).expected()).containsExactly("3", "1");
    assertThatThrownBy(() -> rows("t,a\n", csv)).hasMessageContaining("field=b");
  }

  private static RowSpec spec(InputFormat format, String field) {
    return new RowSpec(format, field, List.of("p"), List.of(), RowSpec.DEFAULT_LIMIT);
  }

  private static List<Row> rows(String file, RowSpec spec) throws IOException {
    RowReader reader = new RowReader(new ByteArrayInputStream(file.getBytes(UTF_8)), spec);
    List<Row> rows = new ArrayList<>();
    for (Row next = reader.next(); next != null; next = reader.next()) {
      rows.add(next);
      assertThat(next.number()).isEqualTo(rows.size());
    }
    return rows;
  }

  private static Row only(List<Row> rows) {
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private static String line(Row row) {
    return row.before() + ENTRY + row.after();
  }
}
