package io.pawstream.benchmarks.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

class ReportTest {
  private static final Report REPORT =
      new Report(
          new LinkedHashMap<>(Map.of("cores", 2)),
          List.of(
              new Result(
                  "sdk",
                  "sdk <loop>",
                  Unit.RECORDS_PER_SECOND,
                  10,
                  List.of(0.9, 1.0, 1.1),
                  List.of(2000.0, 2000.0, 2000.0)),
              new Result(
                  "engine",
                  "bare engine",
                  Unit.RECORDS_PER_SECOND,
                  32,
                  List.of(1.25, 1.3, 1.2),
                  List.of(1500.0, 1500.0, 1500.0)),
              new Result(
                  "switch", "warm switch", Unit.MILLISECONDS, 24, List.of(15.0), List.of(1.0))),
          List.of(new Figure("share", "a share", 81.25, "%")));

  @Test
  void theTableShowsMediansAndRatiosAgainstTheFirstRow() {
    assertThat(Table.of(REPORT).lines())
        .containsExactly(
            "cores: 2",
            "",
            "                                             records/s lowest..highest tokens/s "
                + " ceiling     MB   CPU ms  cores    ratio",
            "sdk <loop>                                        1.00     0.900..1.10        -       "
                + " -      -     2000    2.0     1.00",
            "bare engine                                       1.25      1.20..1.30        -       "
                + " -      -     1500    1.9     1.25",
            "",
            "warm switch                                       15.0      15.0..15.0       ms",
            "",
            "a share                                                                          81.3"
                + " %");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1234.5, 1235",
    "99.96, 100.0",
    "12.34, 12.3",
    "1.234, 1.23",
    "0.01234, 0.0123",
    "-1.234, -1.23",
    "NaN, -",
    "Infinity, -"
  })
  void numbersHaveThreeDigitsThatMatter(double value, String text) {
    assertThat(Table.number(value)).isEqualTo(text);
  }

  @Test
  void theJsonHoldsEveryRound() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonReport.write(REPORT, out);
    JsonNode json = new JsonMapper().readTree(out.toByteArray());
    assertThat(json.at("/facts/cores").asInt()).isEqualTo(2);
    assertThat(json.at("/results/1/key").asText()).isEqualTo("engine");
    assertThat(json.at("/results/1/median").asDouble()).isCloseTo(1.25, within(1e-9));
    assertThat(json.at("/results/1/rounds")).hasSize(3);
    assertThat(json.at("/figures/0/value").asDouble()).isEqualTo(81.25);
  }

  @Test
  void theChartIsXmlWithABarPerRowInRecordsPerSecond() throws Exception {
    String svg = SvgChart.of(List.of(REPORT), "a & b");
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
    assertThat(document.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a & b");
    // the ground and two bars
    assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(3);
    assertThat(svg).contains("1.25/s, 1.25x", "sdk &lt;loop&gt;");
  }
}
