package io.pawstream.benchmarks.internal.scaling;

import static io.pawstream.benchmarks.internal.report.Svg.escaped;
import static io.pawstream.benchmarks.internal.report.Svg.format;

import io.pawstream.benchmarks.internal.report.Svg;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Points as SVG line charts side by side, a line for each series, the y axes from zero. */
final class LineChart {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 330;
  private static final int LEFT = 62;
  private static final int TOP = 84;
  private static final int PLOT_WIDTH = 296;
  private static final int PLOT_HEIGHT = 190;
  private static final int SHIFT = WIDTH / 2;
  private static final int TICKS = 4;

  /** Horizontal room of a number below the axis. */
  private static final int NUMBER_WIDTH = 40;

  private LineChart() {}

  /** One chart: what is drawn over the size. */
  record Panel(String yLabel, String xLabel, boolean logarithmic, ToDoubleFunction<Point> value) {}

  /** Where values of one panel lie. */
  private record Scale(double least, double most, boolean logarithmic, double top) {
    double x(double value) {
      double from = of(least);
      double to = of(most);
      return to > from ? PLOT_WIDTH * (of(value) - from) / (to - from) : PLOT_WIDTH / 2.0;
    }

    double y(double value) {
      return PLOT_HEIGHT * (1 - value / top);
    }

    private double of(double value) {
      return logarithmic ? Math.log(value) : value;
    }
  }

  /** The whole file. */
  static String of(String title, List<Panel> panels, List<String> series, List<Point> points) {
    StringBuilder svg = new StringBuilder(Svg.head(WIDTH, HEIGHT, title));
    int x = 10;
    for (int i = 0; i < series.size(); i++) {
      svg.append(
          format(
              """
              <line class="s%d" x1="%d" y1="40" x2="%d" y2="40" stroke-width="2.5"/>
              <text class="t" x="%d" y="45">%s</text>
              """,
              i, x, x + 22, x + 28, escaped(series.get(i))));
      x += 60 + 8 * series.get(i).length();
    }
    for (int i = 0; i < panels.size(); i++) {
      svg.append(format("<g transform=\"translate(%d %d)\">\n", LEFT + i * SHIFT, TOP));
      panel(svg, panels.get(i), series, points);
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(
      StringBuilder svg, Panel panel, List<String> series, List<Point> points) {
    List<Point> known =
        points.stream().filter(p -> Double.isFinite(panel.value().applyAsDouble(p))).toList();
    double most = known.stream().mapToDouble(panel.value()).max().orElse(1);
    double step = step(most / TICKS);
    Scale scale =
        new Scale(
            known.stream().mapToDouble(Point::x).min().orElse(1),
            known.stream().mapToDouble(Point::x).max().orElse(1),
            panel.logarithmic(),
            Math.max(step, Math.ceil(most / step) * step));
    for (double value = 0; value <= scale.top() + step / 2; value += step) {
      double y = scale.y(value);
      svg.append(
          format(
              """
              <line class="g" x1="0" y1="%.1f" x2="%d" y2="%.1f"/>
              <text class="f" x="-8" y="%.1f" text-anchor="end" font-size="12">%s</text>
              """,
              y, PLOT_WIDTH, y, y + 4, number(value)));
    }
    double last = Double.NEGATIVE_INFINITY;
    for (double value : known.stream().mapToDouble(Point::x).distinct().sorted().toArray()) {
      double x = scale.x(value);
      if (x - last >= NUMBER_WIDTH) {
        svg.append(
            format(
                """
                <line class="l" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>
                <text class="f" x="%.1f" y="%d" text-anchor="middle" font-size="12">%s</text>
                """,
                x, PLOT_HEIGHT, x, PLOT_HEIGHT + 5, x, PLOT_HEIGHT + 19, number(value)));
        last = x;
      }
    }
    svg.append(
        format(
            """
            <line class="l" x1="0" y1="%1$d" x2="%2$d" y2="%1$d"/>
            <text class="t" x="%3$d" y="%4$d" text-anchor="middle">%5$s</text>
            <text class="t" x="-52" y="-14">%6$s</text>
            """,
            PLOT_HEIGHT,
            PLOT_WIDTH,
            PLOT_WIDTH / 2,
            PLOT_HEIGHT + 40,
            escaped(panel.xLabel()),
            escaped(panel.yLabel())));
    for (int i = 0; i < series.size(); i++) {
      line(svg, i, panel, scale, series.get(i), known);
    }
  }

  private static void line(
      StringBuilder svg, int colour, Panel panel, Scale scale, String series, List<Point> points) {
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    for (Point point : points) {
      if (point.series().equals(series)) {
        double x = scale.x(point.x());
        double y = scale.y(panel.value().applyAsDouble(point));
        path.append(format("%.1f,%.1f ", x, y));
        dots.append(
            format("<circle class=\"c%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>\n", colour, x, y));
      }
    }
    svg.append(
        format(
            "<polyline class=\"s%d\" fill=\"none\" stroke-width=\"2.5\" points=\"%s\"/>\n",
            colour, path.toString().strip()));
    svg.append(dots);
  }

  /** 1, 2 or 5 times a power of ten, at least so much. */
  private static double step(double least) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1e-9))));
    for (double factor : new double[] {1, 2, 5}) {
      if (factor * power >= least) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  private static String number(double value) {
    if (value >= 10_000) {
      return format("%.0fk", value / 1000);
    }
    return value == Math.rint(value) ? format("%.0f", value) : format("%.3g", value);
  }
}
