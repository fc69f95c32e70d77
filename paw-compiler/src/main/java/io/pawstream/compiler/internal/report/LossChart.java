package io.pawstream.compiler.internal.report;

import io.pawstream.compiler.CompileReport.Epoch;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The losses of all epochs as a small SVG. */
final class LossChart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 200;
  private static final int LEFT = 44;
  private static final int BOTTOM = 24;
  private static final int MARGIN = 10;

  private final List<Epoch> epochs;
  private final int best;
  private final double top;

  private LossChart(List<Epoch> epochs, int best) {
    this.epochs = epochs;
    this.best = best;
    this.top =
        Math.max(
            1e-9,
            epochs.stream()
                .mapToDouble(e -> Math.max(e.trainingLoss(), e.heldOutLoss()))
                .max()
                .orElse(1));
  }

  /**
   * The chart.
   *
   * @param best epoch to mark
   */
  static String svg(List<Epoch> epochs, int best) {
    return new LossChart(epochs, best).draw();
  }

  private String draw() {
    return format(
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"loss by epoch\">\n",
            WIDTH, HEIGHT, WIDTH)
        + format(
            "<path class=\"axis\" d=\"M%d %d V%d H%d\"/>\n",
            LEFT, MARGIN, HEIGHT - BOTTOM, WIDTH - MARGIN)
        + format("<text x=\"4\" y=\"%d\">%.2f</text>\n", MARGIN + 8, top)
        + format("<text x=\"4\" y=\"%d\">0.00</text>\n", HEIGHT - BOTTOM)
        + format(
            "<text x=\"%d\" y=\"%d\">epoch %d of %d kept</text>\n",
            LEFT, HEIGHT - 6, best, epochs.size())
        + format("<path class=\"best\" d=\"M%.1f %d V%d\"/>\n", x(best), MARGIN, HEIGHT - BOTTOM)
        + line("training", Epoch::trainingLoss)
        + line("held-out", Epoch::heldOutLoss)
        + "</svg>\n";
  }

  private String line(String name, ToDoubleFunction<Epoch> loss) {
    String points =
        epochs.stream()
            .map(e -> format("%.1f,%.1f", x(e.epoch()), y(loss.applyAsDouble(e))))
            .collect(Collectors.joining(" "));
    return format("<polyline class=\"%s\" points=\"%s\"/>\n", name, points);
  }

  private double x(int epoch) {
    double share = epochs.size() < 2 ? 0.5 : (epoch - 1.0) / (epochs.size() - 1);
    return LEFT + share * (WIDTH - LEFT - MARGIN);
  }

  private double y(double loss) {
    return HEIGHT - BOTTOM - loss / top * (HEIGHT - BOTTOM - MARGIN);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
