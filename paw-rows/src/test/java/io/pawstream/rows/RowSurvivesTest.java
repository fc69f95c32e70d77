package io.pawstream.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.commons.csv.CSVFormat;

/** Whatever a row holds, it comes out with all of it. */
class RowSurvivesTest {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

  /** Rows as text, spacing and spelling of values included. */
  @Provide
  Arbitrary<String> objects() {
    return members().map(list -> "{" + String.join(",", list) + "}");
  }

  private static Arbitrary<List<String>> members() {
    Arbitrary<String> space = Arbitraries.of("", " ", "\t", "  ");
    return Combinators.combine(name(), space, value())
        .as((name, gap, value) -> gap + name + gap + ":" + gap + value + gap)
        .list()
        .ofMaxSize(6);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(4, Arbitraries.strings().ofMaxLength(6).map(Json::string)),
        net.jqwik.api.Tuple.of(1, Arbitraries.just("\"t\"")));
  }

  private static Arbitrary<String> value() {
    Arbitrary<String> plain =
        Arbitraries.of(
            "1.10",
            "-0",
            "1e5",
            "1E+400",
            "0.1000",
            "true",
            "false",
            "null",
            "[]",
            "{}",
            "\"\\u00e9\\/\"",
            "[1 , {\"t\":\"x\"}]",
            "\"\uD83D\uDE0A\"",
            "{\"paw\":{\"p\":2}}",
            "123456789012345678901234567890.10");
    return Arbitraries.oneOf(plain, Arbitraries.strings().ofMaxLength(12).map(Json::string));
  }

  @Property(tries = 500)
  void jsonRowIsUnchanged(@ForAll("objects") String row) throws IOException {
    RowSpec spec = new RowSpec(InputFormat.JSONL, "t", List.of("p"), List.of(), 1 << 20);

    Row read = only(row, spec);

    String line = read.before() + "\"p\":1" + read.after();
    JsonNode before = JSON.readTree(row);
    if (line.startsWith("{\"raw\":")) {
      // a lone surrogate or a control character is no JSON text: kept as it is
      assertThat(JSON.readTree(line).get("raw").textValue())
          .isEqualTo(new String(row.getBytes(UTF_8), UTF_8));
      return;
    }
    ObjectNode after = (ObjectNode) JSON.readTree(line);
    assertThat(after.remove("paw")).isEqualTo(JSON.readTree("{\"p\":1}"));
    assertThat(after).isEqualTo(JSON.readTree(row.getBytes(UTF_8)));
    assertThat(names(after)).isEqualTo(names(JSON.readTree(row.getBytes(UTF_8))));
    String body = row.substring(0, row.length() - 1).stripTrailing();
    assertThat(line).startsWith(new String(body.getBytes(UTF_8), UTF_8));
    assertThat(before.size()).isEqualTo(after.size());
  }

  @Property(tries = 500)
  void csvRowIsUnchanged(@ForAll("cells") List<String> cells) throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      names.add("c" + i);
    }
    String file =
        String.join(",", names) + "\r\n" + CSVFormat.RFC4180.format(cells.toArray()) + "\r\n";
    RowSpec spec = new RowSpec(InputFormat.CSV, "c0", List.of("p"), List.of(), 1 << 20);

    Row read = only(file, spec);

    ObjectNode after = (ObjectNode) JSON.readTree(read.before() + "\"p\":1" + read.after());
    after.remove("paw");
    List<String> values = new ArrayList<>();
    after.elements().forEachRemaining(value -> values.add(value.textValue()));
    assertThat(values).isEqualTo(cells);
    assertThat(read.input()).isEqualTo(cells.get(0));
  }

  @Provide
  Arbitrary<List<String>> cells() {
    Arbitrary<String> cell =
        Arbitraries.strings().withChars("ab \",;\n\r\t\u00e4\u20AC'\\").ofMaxLength(8);
    // a record of one empty value is a blank line
    return cell.list().ofMinSize(2).ofMaxSize(5);
  }

  private static Row only(String file, RowSpec spec) throws IOException {
    RowReader reader = new RowReader(new ByteArrayInputStream(file.getBytes(UTF_8)), spec);
    Row row = reader.next();
    assertThat(reader.next()).isNull();
    return row;
  }

  private static List<String> names(JsonNode object) {
    return object.properties().stream().map(e -> e.getKey()).collect(Collectors.toList());
  }
}
