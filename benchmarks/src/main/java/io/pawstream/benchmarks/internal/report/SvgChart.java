package io.pawstream.benchmarks.internal.report;

import static io.pawstream.benchmarks.internal.report.Svg.escaped;
import static io.pawstream.benchmarks.internal.report.Svg.format;

import java.util.List;
import java.util.function.Function;

/** Results of reports as an SVG bar chart, with the lowest and highest round as a line. */
public final class SvgChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 300;
  private static final int BARS = 340;
  private static final int ROW = 26;
  private static final int TOP = 34;

  private SvgChart() {}

  /** The records/s as a file's text, each with its ratio to the first of its report. */
  public static String of(List<Report> reports, String title) {
    int sections = reports.size() > 1 ? 1 : 0;
    int rows =
        reports.stream()
            .mapToInt(report -> rows(report, Unit.RECORDS_PER_SECOND).size() + sections)
            .sum();
    StringBuilder svg = new StringBuilder(Svg.head(WIDTH, TOP + ROW * rows + 10, title));
    int y = TOP;
    for (Report report : reports) {
      if (sections > 0) {
        String name = String.valueOf(report.facts().getOrDefault("workload", ""));
        svg.append(
            format("<text class=\"f\" x=\"10\" y=\"%d\">%s</text>\n", y + 16, escaped(name)));
        y += ROW;
      }
      double base = report.baseline().map(Result::median).orElse(1.0);
      y =
          draw(
              svg,
              rows(report, Unit.RECORDS_PER_SECOND),
              y,
              r -> format("%s/s, %.2fx", Table.number(r.median()), r.median() / base));
    }
    return svg.append("</svg>\n").toString();
  }

  /** The shares of the peak as a file's text. */
  public static String ofShares(Report report, String title) {
    List<Result> rows = rows(report, Unit.PERCENT_OF_PEAK);
    StringBuilder svg = new StringBuilder(Svg.head(WIDTH, TOP + ROW * rows.size() + 10, title));
    draw(svg, rows, TOP, r -> Table.number(r.median()) + " %");
    return svg.append("</svg>\n").toString();
  }

  private static List<Result> rows(Report report, Unit unit) {
    return report.results().stream().filter(r -> r.unit() == unit).toList();
  }

  private static int draw(
      StringBuilder svg, List<Result> rows, int top, Function<Result, String> value) {
    double most = rows.stream().mapToDouble(Result::highest).max().orElse(1);
    double scale = BARS / most;
    int y = top;
    for (Result r : rows) {
      svg.append(
          format(
              """
              <text class="t" x="%d" y="%d" text-anchor="end">%s</text>
              <rect class="%s" x="%d" y="%d" width="%.1f" height="16"/>
              <line class="l" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>
              <text class="t" x="%.1f" y="%d">%s</text>
              """,
              LABELS - 8,
              y + 14,
              escaped(r.label()),
              y == top ? "c0" : "c1",
              LABELS,
              y + 2,
              r.median() * scale,
              LABELS + r.lowest() * scale,
              y + 10,
              LABELS + r.highest() * scale,
              y + 10,
              LABELS + r.highest() * scale + 6,
              y + 14,
              escaped(value.apply(r))));
      y += ROW;
    }
    return y;
  }
}
