package io.pawstream.cli.internal.evaluate;

import static io.pawstream.eval.report.Figures.count;
import static io.pawstream.eval.report.Figures.number;
import static io.pawstream.eval.report.Figures.percent;
import static io.pawstream.eval.report.Figures.threshold;

import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.Style;
import io.pawstream.eval.Comparison;
import io.pawstream.eval.Confusion;
import io.pawstream.eval.Coverage;
import io.pawstream.eval.Evaluation;
import io.pawstream.eval.JudgedRow;
import io.pawstream.eval.LabelQuality;
import io.pawstream.eval.Reliability;
import io.pawstream.eval.Share;
import io.pawstream.eval.TemperatureFit;
import io.pawstream.eval.report.EvalReport;
import io.pawstream.eval.report.Measured;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as a person reads it in a terminal. One thread, one use. */
final class EvalText {
  private static final String INDENT = "  ";
  private static final int MOST_LABELS = 12;
  private static final int LABEL_COLUMNS = 18;
  private static final int BAR_COLUMNS = 20;
  private static final int LISTED = 5;
  private static final double[] COVERAGES = {1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.25};

  private final EvalReport report;
  private final Style style;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  EvalText(EvalReport report, Style style, int width) {
    this.report = report;
    this.style = style;
    this.width = Math.max(60, width);
  }

  String text(Kept kept, @Nullable Path html) {
    Measured measured = report.measured();
    Evaluation evaluation = measured.evaluation();
    head(measured);
    summary(measured);
    if (evaluation.confusion() != null) {
      qualities(evaluation.confusion());
      confusion(evaluation.confusion());
    }
    calibration(measured, kept);
    coverage(measured, kept.threshold());
    rows("Least certain", evaluation.leastCertain(), measured, false);
    rows("Wrong and most certain", evaluation.mostCertainWrong(), measured, false);
    rows("Slowest", evaluation.slowest(), measured, true);
    if (report.other() != null && report.comparison() != null) {
      comparison(report.other(), report.comparison());
    }
    if (html != null) {
      text.append("\nPage with plots: ").append(html).append('\n');
    }
    return text.toString();
  }

  private void head(Measured measured) {
    text.append(style.strong(Shown.line(measured.name(), width - 1)))
        .append('\n')
        .append(INDENT)
        .append(style.faint(measured.digest()))
        .append('\n');
  }

  private void title(String title) {
    text.append('\n').append(style.strong(title)).append('\n');
  }

  private void summary(Measured measured) {
    Evaluation evaluation = measured.evaluation();
    Share accuracy = evaluation.accuracy();
    Columns facts = new Columns("ll");
    facts.line(
        "accuracy",
        style.strong(percent(accuracy.value()))
            + String.format(
                Locale.ROOT,
                "  %,d of %,d rows; 95 %% interval %s to %s",
                accuracy.part(),
                accuracy.of(),
                percent(accuracy.low()),
                percent(accuracy.high())));
    if (evaluation.confusion() != null) {
      facts.line("macro F1", number(evaluation.macroF1(), 3));
      if (evaluation.confusion().outside() > 0) {
        facts.line(
            "",
            style.bad(
                count(evaluation.confusion().outside())
                    + " rows whose right answer is not in the label set"));
      }
    }
    if (evaluation.failures() > 0) {
      facts.line("failures", style.bad(count(evaluation.failures()) + ", counted as wrong"));
    }
    if (report.withoutAnswer() > 0) {
      facts.line("left out", count(report.withoutAnswer()) + " rows without a right answer");
    }
    facts.line(
        "speed",
        String.format(
            Locale.ROOT,
            "%,.1f rows/s, micro-batches of %s on average",
            measured.rowsPerSecond(),
            number(measured.microBatch(), 1)));
    text.append(facts.text(INDENT));
  }

  private void qualities(Confusion confusion) {
    title("By label");
    Columns table = new Columns("lrrrrr");
    table.line("label", "expected", "answered", "precision", "recall", "F1");
    List<LabelQuality> all = confusion.qualities();
    for (LabelQuality quality : all) {
      table.line(
          Shown.line(quality.label(), 28),
          count(quality.expected()),
          count(quality.answered()),
          percent(quality.precision()),
          percent(quality.recall()),
          number(quality.f1(), 3));
    }
    text.append(table.text(INDENT));
  }

  private void confusion(Confusion confusion) {
    List<String> labels = confusion.labels();
    int none = labels.size();
    List<Integer> across = new ArrayList<>();
    List<Integer> down = new ArrayList<>();
    for (int i = 0; i < none; i++) {
      across.add(i);
      down.add(i);
    }
    if (confusion.unanswered() > 0) {
      across.add(none);
    }
    if (confusion.outside() > 0) {
      down.add(none);
    }
    int first =
        down.stream().mapToInt(i -> name(labels, i, LABEL_COLUMNS).length()).max().orElse(0);
    int room = (width - INDENT.length() - Math.max(first, 16)) / across.size() - 2;
    title("Confusion: right answers down, given answers across");
    if (labels.size() > MOST_LABELS || room < 3) {
      text.append(INDENT).append("more labels than fit here: see --html or --json\n");
      return;
    }
    Columns table = new Columns("l" + "r".repeat(across.size()));
    List<String> head = new ArrayList<>(List.of("right answer"));
    across.forEach(i -> head.add(name(labels, i, Math.min(room, LABEL_COLUMNS))));
    table.line(head.toArray(String[]::new));
    for (int i : down) {
      List<String> cells = new ArrayList<>(List.of(name(labels, i, LABEL_COLUMNS)));
      for (int j : across) {
        String shown = count(confusion.count(i, j));
        cells.add(
            confusion.count(i, j) == 0
                ? style.faint(shown)
                : i == j ? style.good(shown) : style.bad(shown));
      }
      table.line(cells.toArray(String[]::new));
    }
    text.append(table.text(INDENT));
  }

  private static String name(List<String> labels, int index, int columns) {
    return index == labels.size() ? "(none)" : Shown.line(labels.get(index), columns);
  }

  private void calibration(Measured measured, Kept kept) {
    Reliability reliability = measured.evaluation().reliability();
    title("Calibration: does a confidence of 0.8 mean 8 of 10 right?");
    Columns table = new Columns("lrrrl");
    table.line("confidence", "answers", "mean", "right", "");
    for (Reliability.Bin bin : reliability.bins()) {
      if (bin.count() > 0) {
        int columns = (int) Math.round(BAR_COLUMNS * bin.accuracy());
        table.line(
            number(bin.from(), 1) + " to " + number(bin.to(), 1),
            count(bin.count()),
            percent(bin.confidence()),
            percent(bin.accuracy()),
            style.mark("█".repeat(columns)));
      }
    }
    text.append(table.text(INDENT));
    text.append(INDENT)
        .append("expected calibration error ")
        .append(style.strong(number(reliability.error(), 3)))
        .append(
            measured.temperature() == 1
                ? ", not calibrated\n"
                : ", at the stored temperature " + number(measured.temperature(), 3) + "\n");
    TemperatureFit.Fit fit = measured.fit();
    if (fit != null) {
      text.append(INDENT)
          .append(
              String.format(
                  Locale.ROOT,
                  "learnt on %,d rows: temperature %.3f, error %.3f instead of %.3f%n",
                  fit.rows(),
                  fit.temperature(),
                  fit.errorAfter(),
                  fit.errorBefore()));
      text.append(INDENT)
          .append(
              kept.calibration() == null
                  ? "--calibrate keeps it beside the program, for use from then on\n"
                  : "kept in " + kept.calibration() + ", for use from now on\n");
      if (kept.thresholdLost()) {
        text.append(INDENT)
            .append("the threshold kept before counts no longer: choose it with ")
            .append("--keep-threshold\n");
      }
    }
  }

  private void coverage(Measured measured, @Nullable Path kept) {
    Coverage coverage = measured.evaluation().coverage();
    if (coverage.points().isEmpty()) {
      return;
    }
    title("Coverage: only answers of at least this confidence");
    Columns table = new Columns("rrr");
    table.line("min confidence", "answers kept", "of them right");
    Coverage.Point before = null;
    for (double wanted : COVERAGES) {
      Coverage.Point point = narrowest(coverage, wanted);
      if (!point.equals(before)) {
        table.line(
            number(point.threshold(), 4), percent(point.coverage()), percent(point.accuracy()));
      }
      before = point;
    }
    text.append(table.text(INDENT));
    if (report.goal() != null) {
      text.append(INDENT)
          .append(
              report
                  .chosen()
                  .map(
                      point ->
                          String.format(
                              Locale.ROOT,
                              "%s right with min-confidence %s: keeps %s%n%spaw.bindings.%s"
                                  + ".min-confidence: %s%n",
                              percent(point.accuracy()),
                              threshold(point.threshold()),
                              percent(point.coverage()),
                              INDENT,
                              Shown.line(measured.name(), 30),
                              threshold(point.threshold())))
                  .orElse("no threshold reaches " + percent(report.goal()) + " right\n"));
      if (report.chosen().isPresent()) {
        text.append(INDENT)
            .append(
                kept == null
                    ? "--keep-threshold keeps it for bindings that name none\n"
                    : "kept in " + kept + ", for bindings that name none\n");
      }
    }
  }

  /** The point of least coverage that still keeps {@code wanted} of the rows. */
  private static Coverage.Point narrowest(Coverage coverage, double wanted) {
    List<Coverage.Point> points = coverage.points();
    return points.stream()
        .filter(point -> point.coverage() >= wanted)
        .findFirst()
        .orElse(points.get(points.size() - 1));
  }

  private void rows(String title, List<JudgedRow> rows, Measured measured, boolean time) {
    if (rows.isEmpty()) {
      return;
    }
    title(time ? title + ", by the time of their micro-batch" : title);
    Columns table = new Columns("rrlll");
    table.line("row", time ? "ms" : "conf.", "right", "answered", "text");
    int room = width - INDENT.length() - 46;
    for (JudgedRow row : rows.subList(0, Math.min(LISTED, rows.size()))) {
      String answered = row.answered();
      table.line(
          count(row.number()),
          time ? number(row.nanos() / 1e6, 1) : number(row.confidence(), 3),
          Shown.line(row.expected(), 12),
          answered == null ? "(failure)" : Shown.line(answered, 12),
          Shown.line(measured.input(row), room));
    }
    text.append(table.text(INDENT));
  }

  private void comparison(Measured other, Comparison comparison) {
    title("Compared with " + Shown.line(other.name(), 40));
    text.append(INDENT).append(style.faint(other.digest())).append('\n');
    Columns facts = new Columns("ll");
    facts.line(
        "accuracy",
        String.format(
            Locale.ROOT,
            "%s, before %s: %+.1f points (95 %%: %+.1f to %+.1f)",
            percent(other.evaluation().accuracy().value()),
            percent(report.measured().evaluation().accuracy().value()),
            100 * comparison.difference(),
            100 * (comparison.difference() - comparison.differenceError()),
            100 * (comparison.difference() + comparison.differenceError())));
    facts.line("same answer", percent((double) comparison.agreed() / comparison.rows()));
    facts.line(
        "changed",
        String.format(
            Locale.ROOT, "%,d rows become right, %,d wrong", comparison.won(), comparison.lost()));
    facts.line(
        "chance",
        String.format(
            Locale.ROOT,
            "p = %.4f (McNemar's test, exact): %s",
            comparison.pValue(),
            comparison.better()
                ? style.good("better by more than chance")
                : comparison.worse()
                    ? style.bad("worse by more than chance")
                    : "no difference that could not be chance"));
    facts.line("speed", String.format(Locale.ROOT, "%,.1f rows/s", other.rowsPerSecond()));
    text.append(facts.text(INDENT));
    pairs("Become wrong", comparison.losses(), other);
    pairs("Become right", comparison.wins(), other);
  }

  private void pairs(String title, List<Comparison.Pair> pairs, Measured other) {
    if (pairs.isEmpty()) {
      return;
    }
    title(title);
    Columns table = new Columns("rlll");
    table.line("row", "before", "after", "text");
    int room = width - INDENT.length() - 37;
    for (Comparison.Pair pair : pairs.subList(0, Math.min(LISTED, pairs.size()))) {
      table.line(
          count(pair.before().number()),
          Shown.line(String.valueOf(pair.before().answered()), 12),
          Shown.line(String.valueOf(pair.after().answered()), 12),
          Shown.line(other.input(pair.before()), room));
    }
    text.append(table.text(INDENT));
  }
}
