package io.pawstream.benchmarks.internal.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Results of a report as an SVG bar chart, with the lowest and highest round as a line. */
public final class SvgChart {
  private static final int WIDTH = 760;
  private static final int LABELS = 300;
  private static final int BARS = 340;
  private static final int ROW = 26;
  private static final int TOP = 34;

  private SvgChart() {}

  /** The records/s as a file's text, each with its ratio to the first. */
  public static String of(Report report, String title) {
    double base = report.baseline().map(Result::median).orElse(1.0);
    return draw(
        rows(report, Unit.RECORDS_PER_SECOND),
        title,
        r -> format("%s/s, %.2fx", Table.number(r.median()), r.median() / base));
  }

  /** The shares of the peak as a file's text. */
  public static String ofShares(Report report, String title) {
    return draw(rows(report, Unit.PERCENT_OF_PEAK), title, r -> Table.number(r.median()) + " %");
  }

  private static List<Result> rows(Report report, Unit unit) {
    return report.results().stream().filter(r -> r.unit() == unit).toList();
  }

  private static String draw(List<Result> rows, String title, Function<Result, String> value) {
    double most = rows.stream().mapToDouble(Result::highest).max().orElse(1);
    int height = TOP + ROW * rows.size() + 10;
    StringBuilder svg = new StringBuilder();
    svg.append(
        format(
            """
            <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" \
            font-family="sans-serif" font-size="13" role="img">
            <title>%s</title>
            <rect width="100%%" height="100%%" fill="#ffffff"/>
            <text x="10" y="21" font-weight="bold" fill="#1b1f24">%s</text>
            """,
            WIDTH, height, WIDTH, height, escaped(title), escaped(title)));
    for (int i = 0; i < rows.size(); i++) {
      Result r = rows.get(i);
      int y = TOP + ROW * i;
      double scale = BARS / most;
      svg.append(
          format(
              """
              <text x="%d" y="%d" text-anchor="end" fill="#1b1f24">%s</text>
              <rect x="%d" y="%d" width="%.1f" height="16" fill="%s"/>
              <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#1b1f24"/>
              <text x="%.1f" y="%d" fill="#1b1f24">%s</text>
              """,
              LABELS - 8,
              y + 14,
              escaped(r.label()),
              LABELS,
              y + 2,
              r.median() * scale,
              i == 0 ? "#9aa4af" : "#2f6fb3",
              LABELS + r.lowest() * scale,
              y + 10,
              LABELS + r.highest() * scale,
              y + 10,
              LABELS + r.highest() * scale + 6,
              y + 14,
              escaped(value.apply(r))));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String format(String text, Object... values) {
    return String.format(Locale.ROOT, text, values);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
