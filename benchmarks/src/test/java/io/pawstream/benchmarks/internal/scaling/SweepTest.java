package io.pawstream.benchmarks.internal.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class SweepTest {
  private static final Point POINT = new Point("llama", 1000, 512.5, 3.875, 181.25, 22.5);

  @Test
  void linesAreReadAsTheyWereWritten() {
    assertThat(Point.parse(POINT.csv())).isEqualTo(POINT);
    assertThat(Point.parse(new Point("blas", 1, 2, 3, Double.NaN, 4).csv()).residentMegabytes())
        .isNaN();
    assertThat(POINT.csv().split(",")).hasSameSizeAs(Point.HEADER.split(","));
    assertThatThrownBy(() -> Point.parse("a,b"))
        .hasMessage("a line must have six columns: line=a,b");
  }

  @ParameterizedTest
  @EnumSource(Sweep.class)
  void chartsHaveALineForEachSeriesInEachPanel(Sweep sweep) throws Exception {
    List<Point> points =
        sweep.series().stream()
            .flatMap(
                series ->
                    List.of(1, 10, 100).stream()
                        .map(x -> new Point(series, x, 100.0 * x, 2, 150, 20)))
            .toList();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(sweep.chart(points, "a & b").getBytes(UTF_8)));

    assertThat(document.getElementsByTagName("title").item(0).getTextContent()).isEqualTo("a & b");
    assertThat(document.getElementsByTagName("polyline").getLength())
        .isEqualTo(2 * sweep.series().size());
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2 * points.size());
  }

  @Test
  void chartsOfOnePointOrNoneAreFilesToo() {
    assertThat(Sweep.RECORDS.chart(List.of(POINT), "one"))
        .endsWith("</svg>\n")
        .doesNotContain("NaN");
    assertThat(Sweep.RECORDS.chart(List.of(), "none")).endsWith("</svg>\n").doesNotContain("NaN");
  }
}
