package io.pawstream.benchmarks.internal.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as text of at most 116 columns. {@code tokens/s} counts input tokens alone; {@code
 * ceiling} is the share of the row's own ceiling; {@code MB} is the most memory of a process of its
 * own. {@code cores} is processor time per second: where it is less than a row's threads take, the
 * machine was busy with something else.
 */
public final class Table {
  private static final String ROW = "%-44s %9s %15s %8s %8s %6s %8s %6s %8s%n";

  private Table() {}

  /** The whole table, with a line end after each line. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder();
    report
        .facts()
        .forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    rates(out, report);
    List<Result> others = of(report, false);
    if (!others.isEmpty()) {
      out.append('\n');
      others.forEach(
          r ->
              row(
                  out,
                  r.label(),
                  number(r.median()),
                  range(r),
                  r.unit().text(),
                  "",
                  "",
                  "",
                  "",
                  ""));
    }
    if (!report.figures().isEmpty()) {
      out.append('\n');
      for (Figure f : report.figures()) {
        line(out, f.label(), number(f.value()) + ' ' + f.unit(), "");
      }
    }
    if (!report.goals().isEmpty()) {
      out.append('\n');
      for (Goal goal : report.goals()) {
        line(
            out,
            goal.label() + ", " + goal.wanted(),
            number(goal.value()) + ' ' + goal.unit(),
            goal.reached() ? "reached" : "missed");
      }
    }
    return out.toString();
  }

  private static void rates(StringBuilder out, Report report) {
    List<Result> rates = of(report, true);
    if (rates.isEmpty()) {
      return;
    }
    double base = report.baseline().orElseThrow().median();
    out.append('\n');
    row(
        out,
        "",
        "records/s",
        "lowest..highest",
        "tokens/s",
        "ceiling",
        "MB",
        "CPU ms",
        "cores",
        "ratio");
    for (Result r : rates) {
      Details details = report.details(r);
      String share = number(details.ceilingPercent());
      row(
          out,
          r.label(),
          number(r.median()),
          range(r),
          number(details.tokensPerSecond()),
          share.equals("-") ? share : share + " %",
          number(details.peakMegabytes()),
          number(r.medianCpuMillis()),
          String.format(Locale.ROOT, "%.1f", r.median() * r.medianCpuMillis() / 1000),
          String.format(Locale.ROOT, "%.2f", r.median() / base));
    }
  }

  private static String range(Result result) {
    return number(result.lowest()) + ".." + number(result.highest());
  }

  private static List<Result> of(Report report, boolean rates) {
    List<Result> chosen = new ArrayList<>(report.results());
    chosen.removeIf(r -> (r.unit() == Unit.RECORDS_PER_SECOND) != rates);
    return chosen;
  }

  private static void row(StringBuilder out, Object... cells) {
    String line = String.format(Locale.ROOT, ROW, cells);
    out.append(line.stripTrailing()).append('\n');
  }

  private static void line(StringBuilder out, String label, String value, String verdict) {
    String line = String.format(Locale.ROOT, "%-72s %14s  %s", label, value, verdict);
    out.append(line.stripTrailing()).append('\n');
  }

  /** Three digits that matter: 1234, 123, 12.3, 1.23, 0.0123. */
  public static String number(double value) {
    double size = Math.abs(value);
    if (!(size < Double.POSITIVE_INFINITY)) {
      return "-";
    }
    int decimals =
        size >= 100 || size == 0 ? 0 : Math.min(6, 2 - (int) Math.floor(Math.log10(size)));
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
