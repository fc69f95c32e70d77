package io.pawstream.eval.report;

import io.pawstream.eval.Coverage;
import io.pawstream.eval.Reliability;
import java.util.List;
import java.util.Locale;

/**
 * Plots as SVG elements to stand inside a page, whose style gives the colours. Any thread.
 *
 * <p>Both plots show shares from 0 to 1 on both axes.
 */
final class Svg {
  private static final int SIDE = 300;
  private static final int LEFT = 58;
  private static final int TOP = 12;
  private static final int BOTTOM = 40;
  private static final int COUNTS = 70;

  private final StringBuilder svg = new StringBuilder();

  private Svg() {}

  /** Share of right answers by confidence, with how many answers there are below. */
  static String reliability(Reliability reliability) {
    Svg plot = new Svg();
    plot.open("reliability", TOP + SIDE + COUNTS + BOTTOM, "Share of right answers by confidence");
    plot.axes("right");
    plot.line("even", 0, 0, 1, 1);
    long most = reliability.bins().stream().mapToLong(Reliability.Bin::count).max().orElse(0);
    for (Reliability.Bin bin : reliability.bins()) {
      if (bin.count() == 0) {
        continue;
      }
      double x = x(bin.from()) + 1.5;
      double width = x(bin.to()) - x(bin.from()) - 3;
      String says =
          format(
              "confidence %.1f to %.1f: %d answers, mean %.1f %%, right %.1f %%",
              bin.from(), bin.to(), bin.count(), 100 * bin.confidence(), 100 * bin.accuracy());
      plot.rect("bar", x, y(bin.accuracy()), width, y(0) - y(bin.accuracy()), says);
      plot.dot(bin.confidence(), bin.accuracy());
      double height = (COUNTS - 16.0) * bin.count() / most;
      plot.rect("count", x, TOP + SIDE + COUNTS - height, width, height, says);
    }
    plot.text("tick", LEFT - 6, TOP + SIDE + COUNTS, "end", "answers");
    plot.ticks(TOP + SIDE + COUNTS, "confidence");
    return plot.close();
  }

  /** Share of right answers by share of answers kept. */
  static String coverage(Coverage coverage) {
    Svg plot = new Svg();
    plot.open("coverage", TOP + SIDE + BOTTOM, "Share of right answers by answers kept");
    plot.axes("right");
    List<Coverage.Point> points = coverage.sampled(400);
    StringBuilder line = new StringBuilder();
    for (Coverage.Point point : points) {
      line.append(format("%.1f,%.1f ", x(point.coverage()), y(point.accuracy())));
    }
    plot.svg
        .append("<polyline class=\"curve\" points=\"")
        .append(line.toString().strip())
        .append("\"/>\n");
    plot.ticks(TOP + SIDE, "answers kept");
    return plot.close();
  }

  private void open(String id, int height, String title) {
    int width = LEFT + SIDE + 16;
    svg.append(
        format(
            "<svg id=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                + " aria-label=\"%s\">\n",
            id, width, height, width, height, title));
  }

  private void axes(String up) {
    for (int i = 0; i <= 10; i += 2) {
      double share = i / 10.0;
      svg.append(
          format(
              "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>\n",
              LEFT, y(share), LEFT + SIDE, y(share)));
      text("tick", LEFT - 6, y(share) + 4, "end", 10 * i + " %");
    }
    svg.append(
        format(
            "<text class=\"axis\" x=\"10\" y=\"%d\" text-anchor=\"middle\""
                + " transform=\"rotate(-90 10 %d)\">%s</text>\n",
            TOP + SIDE / 2, TOP + SIDE / 2, up));
  }

  private void ticks(int below, String name) {
    for (int i = 0; i <= 10; i += 2) {
      text("tick", x(i / 10.0), below + 15, "middle", format("%.1f", i / 10.0));
    }
    text("axis", LEFT + SIDE / 2.0, below + 33, "middle", name);
  }

  private void line(String kind, double x1, double y1, double x2, double y2) {
    svg.append(
        format(
            "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>\n",
            kind, x(x1), y(y1), x(x2), y(y2)));
  }

  private void dot(double x, double y) {
    svg.append(format("<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", x(x), y(y)));
  }

  private void rect(String kind, double x, double y, double width, double height, String says) {
    svg.append(
        format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">"
                + "<title>%s</title></rect>\n",
            kind, x, y, width, height, says));
  }

  private void text(String kind, double x, double y, String anchor, String text) {
    svg.append(
        format(
            "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n",
            kind, x, y, anchor, text));
  }

  private String close() {
    return svg.append("</svg>\n").toString();
  }

  private static double x(double share) {
    return LEFT + SIDE * share;
  }

  private static double y(double share) {
    return TOP + SIDE * (1 - share);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
