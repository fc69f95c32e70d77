package io.pawstream.compiler.internal.report;

import io.pawstream.compiler.CompileReport;
import java.util.List;
import java.util.Locale;

/** A report as one HTML page that needs nothing else. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#1c1c1c}
      h1{font-size:1.5em}h2{font-size:1.1em;margin-top:2em}
      table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.25em .6em;text-align:left;vertical-align:top}
      td.n{text-align:right}td.hit{background:#dff2df}td.miss{background:#f9dede}
      .big{font-size:2em}.note{color:#555}
      svg{max-width:100%;font:11px sans-serif}.axis,.best,polyline{fill:none;stroke:#888}
      .best{stroke-dasharray:3 3}.training{stroke:#999}.held-out{stroke:#0a66c2;stroke-width:2}
      """;

  private HtmlReport() {}

  /** The page. */
  public static String of(CompileReport report) {
    StringBuilder html = new StringBuilder();
    String name = String.valueOf(report.program().getFileName());
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escaped(name))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style></head><body>\n<h1>")
        .append(escaped(name))
        .append("</h1>\n");
    accuracy(report, html);
    warnings(report, html);
    confusion(report, html);
    wrong(report, html);
    html.append("<h2>Loss</h2>\n<p class=\"note\">Cross entropy in nats per token: training grey,")
        .append(" held-out blue.</p>\n")
        .append(LossChart.svg(report.epochs(), report.bestEpoch()));
    facts(report, html);
    return html.append("</body></html>\n").toString();
  }

  private static void accuracy(CompileReport report, StringBuilder html) {
    html.append(
        format(
            "<p><span class=\"big\">%s</span> of %d held-out examples right"
                + " (interpreter without adapter: %s).</p>\n",
            percent(report.accuracy()),
            report.examples().heldOut(),
            percent(report.baseAccuracy())));
    html.append(
        "<p class=\"note\">Held-out examples are not learned from, but they choose the epoch:"
            + " expect a little less on other inputs.</p>\n");
  }

  private static void warnings(CompileReport report, StringBuilder html) {
    if (!report.warnings().isEmpty()) {
      html.append("<h2>Warnings</h2>\n<ul>\n");
      report.warnings().forEach(w -> html.append("<li>").append(escaped(w)).append("</li>\n"));
      html.append("</ul>\n");
    }
  }

  private static void confusion(CompileReport report, StringBuilder html) {
    List<String> labels = report.labels();
    if (labels.isEmpty()) {
      return;
    }
    html.append("<h2>Answers by label</h2>\n<table><tr><th>right \\ answered</th>");
    labels.forEach(label -> html.append("<th>").append(escaped(label)).append("</th>"));
    html.append("</tr>\n");
    for (int i = 0; i < labels.size(); i++) {
      html.append("<tr><th>").append(escaped(labels.get(i))).append("</th>");
      for (int j = 0; j < labels.size(); j++) {
        int count = report.confusion().get(i).get(j);
        String mark = count == 0 ? "" : i == j ? " hit" : " miss";
        html.append(format("<td class=\"n%s\">%d</td>", mark, count));
      }
      html.append("</tr>\n");
    }
    html.append("</table>\n");
  }

  private static void wrong(CompileReport report, StringBuilder html) {
    html.append("<h2>Wrong answers</h2>\n");
    if (report.wrong().isEmpty()) {
      html.append("<p>None.</p>\n");
      return;
    }
    html.append("<table><tr><th>line</th><th>input</th><th>right</th><th>answered</th></tr>\n");
    for (CompileReport.Wrong wrong : report.wrong()) {
      html.append(
          format(
              "<tr><td class=\"n\">%d</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
              wrong.line(),
              escaped(wrong.input()),
              escaped(wrong.expected()),
              escaped(wrong.answered())));
    }
    html.append("</table>\n");
  }

  private static void facts(CompileReport report, StringBuilder html) {
    CompileReport.Settings settings = report.settings();
    CompileReport.Work work = report.work();
    CompileReport.Examples examples = report.examples();
    html.append("<h2>Facts</h2>\n<table>\n");
    row(html, "program", report.digest());
    row(html, "interpreter", settings.interpreter());
    row(
        html,
        "examples",
        format(
            "%d learned from, %d held out; %d repeats left out, %d inputs with several outputs",
            examples.training(),
            examples.heldOut(),
            examples.repeated(),
            examples.contradictory()));
    row(
        html,
        "adapter",
        format(
            "rank %d, alpha %s, %s, from block %d",
            settings.rank(), settings.alpha(), settings.adapterType(), settings.firstBlock()));
    row(
        html,
        "training",
        format(
            "%d of at most %d epochs, %s; largest step %s, seed %d, %d threads, %s",
            report.epochs().size(),
            settings.maxEpochs(),
            switch (report.end()) {
              case DONE -> "all done";
              case NO_BETTER -> "ended as it did not become better";
              case STOPPED -> "stopped";
            },
            settings.learningRate(),
            settings.seed(),
            settings.threads(),
            settings.products()));
    row(
        html,
        "work",
        format(
            "%d steps, %d tokens, %.1f CPU-seconds, %.1f s",
            work.steps(), work.tokens(), work.cpuSeconds(), work.wallSeconds()));
    html.append("</table>\n");
  }

  private static void row(StringBuilder html, String name, String value) {
    html.append(format("<tr><th>%s</th><td>%s</td></tr>\n", name, escaped(value)));
  }

  private static String percent(double part) {
    return format("%.1f %%", 100 * part);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
