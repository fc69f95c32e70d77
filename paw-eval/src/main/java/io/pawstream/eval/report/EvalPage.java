package io.pawstream.eval.report;

import static io.pawstream.eval.report.Figures.count;
import static io.pawstream.eval.report.Figures.number;
import static io.pawstream.eval.report.Figures.percent;

import io.pawstream.eval.Comparison;
import io.pawstream.eval.Confusion;
import io.pawstream.eval.Evaluation;
import io.pawstream.eval.JudgedRow;
import io.pawstream.eval.LabelQuality;
import io.pawstream.eval.TemperatureFit;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A report as one page that needs nothing else: no script, no network. One thread, one use. */
public final class EvalPage {
  private final EvalReport report;
  private final StringBuilder html = new StringBuilder();

  private EvalPage(EvalReport report) {
    this.report = report;
  }

  /** The page. */
  public static String of(EvalReport report) {
    return new EvalPage(report).page();
  }

  private String page() {
    Measured measured = report.measured();
    Evaluation evaluation = measured.evaluation();
    String name = escaped(measured.name());
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<meta http-equiv=\"Content-Security-Policy\"")
        .append(" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n")
        .append("<title>")
        .append(name)
        .append("</title>\n<style>\n")
        .append(style())
        .append("</style></head><body>\n<header><h1>")
        .append(name)
        .append("</h1>\n<p class=\"note\">")
        .append(escaped(report.file()))
        .append("<br><code>")
        .append(escaped(measured.digest()))
        .append("</code></p></header>\n");
    tiles(measured);
    if (report.other() != null && report.comparison() != null) {
      comparison(report.other(), report.comparison());
    }
    if (evaluation.confusion() != null) {
      qualities(evaluation.confusion());
      confusion(evaluation.confusion());
    }
    plots(measured);
    rows("Least certain", evaluation.leastCertain(), measured);
    rows("Wrong and most certain", evaluation.mostCertainWrong(), measured);
    rows("Slowest, by the time of their micro-batch", evaluation.slowest(), measured);
    if (report.other() != null && report.comparison() != null) {
      pairs("Become wrong", report.comparison().losses(), report.other());
      pairs("Become right", report.comparison().wins(), report.other());
    }
    return html.append("</body></html>\n").toString();
  }

  private static String style() {
    try (InputStream in =
        Objects.requireNonNull(EvalPage.class.getResourceAsStream("/META-INF/paw/eval.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar must hold its resources", e);
    }
  }

  private void tiles(Measured measured) {
    Evaluation evaluation = measured.evaluation();
    html.append("<section class=\"tiles\">\n");
    tile(
        "accuracy",
        percent(evaluation.accuracy().value()),
        count(evaluation.accuracy().part())
            + " of "
            + count(evaluation.accuracy().of())
            + " rows; 95 % interval "
            + percent(evaluation.accuracy().low())
            + " to "
            + percent(evaluation.accuracy().high()));
    if (evaluation.confusion() != null) {
      tile("macro F1", number(evaluation.macroF1(), 3), measured.labels().size() + " labels");
    }
    tile(
        "calibration error",
        number(evaluation.reliability().error(), 3),
        "at temperature " + number(measured.temperature(), 3));
    tile("failures", count(evaluation.failures()), "counted as wrong");
    tile(
        "rows per second",
        number(measured.rowsPerSecond(), 1),
        "micro-batches of " + number(measured.microBatch(), 1));
    html.append("</section>\n");
  }

  private void tile(String name, String value, String note) {
    html.append("<div class=\"tile\"><b>")
        .append(value)
        .append("</b><span>")
        .append(name)
        .append("</span><small>")
        .append(note)
        .append("</small></div>\n");
  }

  private void qualities(Confusion confusion) {
    html.append("<h2>By label</h2>\n<div class=\"wide\"><table id=\"labels\"><tr><th>label</th>")
        .append("<th>expected</th><th>answered</th><th>precision</th><th>recall</th><th>F1</th>")
        .append("<th></th></tr>\n");
    for (LabelQuality quality : confusion.qualities()) {
      double f1 = Double.isNaN(quality.f1()) ? 0 : quality.f1();
      html.append("<tr><th>").append(escaped(quality.label())).append("</th>");
      cells(
          count(quality.expected()),
          count(quality.answered()),
          percent(quality.precision()),
          percent(quality.recall()),
          number(quality.f1(), 3));
      html.append(
          String.format(
              Locale.ROOT,
              "<td><svg width=\"120\" height=\"10\"><rect class=\"bar\" width=\"%.1f\""
                  + " height=\"10\"/></svg></td></tr>\n",
              120 * f1));
    }
    html.append("</table></div>\n");
  }

  private void cells(String... values) {
    for (String value : values) {
      html.append("<td class=\"n\">").append(value).append("</td>");
    }
  }

  private void confusion(Confusion confusion) {
    List<String> labels = confusion.labels();
    int across = labels.size() + (confusion.unanswered() > 0 ? 1 : 0);
    int down = labels.size() + (confusion.outside() > 0 ? 1 : 0);
    html.append("<h2>Confusion</h2>\n<p class=\"note\">Right answers down, given answers across.")
        .append(" Deeper means a larger share of the row.</p>\n")
        .append("<div class=\"wide\"><table id=\"confusion\"><tr><th></th>");
    for (int j = 0; j < across; j++) {
      html.append("<th>").append(name(labels, j)).append("</th>");
    }
    html.append("</tr>\n");
    for (int i = 0; i < down; i++) {
      long sum = confusion.counts().get(i).stream().mapToLong(Long::longValue).sum();
      html.append("<tr><th>").append(name(labels, i)).append("</th>");
      for (int j = 0; j < across; j++) {
        long cell = confusion.count(i, j);
        html.append(
            String.format(
                Locale.ROOT,
                "<td class=\"n %s\" style=\"--share:%.0f%%\">%,d</td>",
                i == j ? "hit" : "miss",
                sum == 0 ? 0 : 85.0 * cell / sum,
                cell));
      }
      html.append("</tr>\n");
    }
    html.append("</table></div>\n");
  }

  private static String name(List<String> labels, int index) {
    return index == labels.size() ? "<i>none of the set</i>" : escaped(labels.get(index));
  }

  private void plots(Measured measured) {
    TemperatureFit.Fit fit = measured.fit();
    html.append("<div class=\"plots\">\n<figure><h2>Calibration</h2>\n")
        .append(Svg.reliability(measured.evaluation().reliability()))
        .append("<figcaption>Bars on the diagonal: a confidence of 0.8 means 8 of 10 right.");
    if (fit != null) {
      html.append(
          String.format(
              Locale.ROOT,
              " Learnt on %,d rows: temperature %.3f, error %.3f instead of %.3f.",
              fit.rows(),
              fit.temperature(),
              fit.errorAfter(),
              fit.errorBefore()));
    }
    html.append("</figcaption></figure>\n<figure><h2>Coverage</h2>\n")
        .append(Svg.coverage(measured.evaluation().coverage()))
        .append("<figcaption>How many answers are right if only the most certain are kept.");
    if (report.goal() != null) {
      html.append(
          report
              .chosen()
              .map(
                  point ->
                      String.format(
                          Locale.ROOT,
                          " min-confidence %s keeps %s, of which %s are right.",
                          Figures.threshold(point.threshold()),
                          percent(point.coverage()),
                          percent(point.accuracy())))
              .orElse(" No threshold reaches " + percent(report.goal()) + "."));
    }
    html.append("</figcaption></figure>\n</div>\n");
  }

  private void rows(String title, List<JudgedRow> rows, Measured measured) {
    if (rows.isEmpty()) {
      return;
    }
    html.append("<h2>")
        .append(title)
        .append("</h2>\n<div class=\"wide\"><table class=\"rows\"><tr><th>row</th>")
        .append(
            "<th>confidence</th><th>ms</th><th>right</th><th>answered</th><th>text</th></tr>\n");
    for (JudgedRow row : rows) {
      html.append("<tr>");
      cells(count(row.number()), number(row.confidence(), 3), number(row.nanos() / 1e6, 1));
      html.append("<td>")
          .append(escaped(row.expected()))
          .append("</td>")
          .append(answer(row))
          .append("<td class=\"text\">")
          .append(escaped(measured.input(row)))
          .append("</td></tr>\n");
    }
    html.append("</table></div>\n");
  }

  private static String answer(JudgedRow row) {
    return "<td class=\""
        + (row.right() ? "right" : "wrong")
        + "\">"
        + escaped(row.answered())
        + "</td>";
  }

  private void comparison(Measured other, Comparison comparison) {
    html.append("<h2>Compared with ")
        .append(escaped(other.name()))
        .append("</h2>\n<p class=\"note\"><code>")
        .append(escaped(other.digest()))
        .append("</code></p>\n<p id=\"verdict\" class=\"")
        .append(comparison.verdict())
        .append("\">")
        .append(
            String.format(
                Locale.ROOT,
                "%s instead of %s: %+.1f points (95 %%: %+.1f to %+.1f). %,d rows become right,"
                    + " %,d wrong; the answer stays the same on %s. McNemar's test, exact:"
                    + " p = %.4f, %s.</p>%n",
                percent(other.evaluation().accuracy().value()),
                percent(report.measured().evaluation().accuracy().value()),
                100 * comparison.difference(),
                100 * (comparison.difference() - comparison.differenceError()),
                100 * (comparison.difference() + comparison.differenceError()),
                comparison.won(),
                comparison.lost(),
                percent((double) comparison.agreed() / comparison.rows()),
                comparison.pValue(),
                comparison.better()
                    ? "better by more than chance"
                    : comparison.worse()
                        ? "worse by more than chance"
                        : "no difference that could not be chance"));
  }

  private void pairs(String title, List<Comparison.Pair> pairs, Measured other) {
    if (pairs.isEmpty()) {
      return;
    }
    html.append("<h2>")
        .append(title)
        .append("</h2>\n<div class=\"wide\"><table class=\"rows\"><tr><th>row</th><th>right</th>")
        .append("<th>before</th><th>after</th><th>text</th></tr>\n");
    for (Comparison.Pair pair : pairs.subList(0, Math.min(20, pairs.size()))) {
      html.append("<tr>");
      cells(count(pair.before().number()));
      html.append("<td>")
          .append(escaped(pair.before().expected()))
          .append("</td>")
          .append(answer(pair.before()))
          .append(answer(pair.after()))
          .append("<td class=\"text\">")
          .append(escaped(other.input(pair.before())))
          .append("</td></tr>\n");
    }
    html.append("</table></div>\n");
  }

  private static String escaped(@Nullable String text) {
    if (text == null) {
      return "<i>failure</i>";
    }
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
