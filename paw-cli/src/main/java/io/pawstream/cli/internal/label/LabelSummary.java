package io.pawstream.cli.internal.label;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.Style;
import io.pawstream.eval.report.Figures;
import io.pawstream.runtime.PawProgram;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run came to.
 *
 * @param rows rows in the output
 * @param before those of them that an unfinished run had done
 * @param seconds of this run
 * @param complete whether these are all
 */
record LabelSummary(
    long rows,
    long before,
    double seconds,
    boolean complete,
    String output,
    List<PawProgram> programs,
    Counts counts) {
  private static final int BAR_COLUMNS = 20;
  private static final int MOST_LABELS = 20;

  private double rate() {
    return (rows - before) / Math.max(seconds, 1e-3);
  }

  String text(Style style, int width) {
    StringBuilder text = new StringBuilder();
    text.append(style.strong(Figures.count(rows) + " rows"))
        .append(String.format(Locale.ROOT, " in %s, %,.1f rows/s", Shown.duration(seconds), rate()))
        .append(before == 0 ? "" : ", " + Figures.count(before) + " of them before")
        .append('\n');
    for (PawProgram program : programs) {
      text.append('\n')
          .append(style.strong(Shown.line(program.name(), width - 1)))
          .append('\n')
          .append("  ")
          .append(style.faint(program.digest()))
          .append('\n')
          .append(bars(counts.answers(program.name()), style));
      Double least = counts.minConfidence(program.name());
      if (least != null) {
        long low = counts.low(program.name());
        text.append("  ")
            .append(Figures.count(low))
            .append(low == 1 ? " answer" : " answers")
            .append(" below the least confidence, ")
            .append(Figures.number(least, 6))
            .append('\n');
      }
    }
    return text.append('\n')
        .append(
            complete
                ? "Written to " + output + "\n"
                : "Stopped; the same command goes on with row " + Figures.count(rows + 1) + ".\n")
        .toString();
  }

  private String bars(Map<String, Long> answers, Style style) {
    Columns table = new Columns("lrrl");
    answers.entrySet().stream()
        .limit(MOST_LABELS)
        .forEach(
            entry -> {
              double share = (double) entry.getValue() / Math.max(1, rows);
              table.line(
                  Shown.line(entry.getKey(), 32),
                  Figures.count(entry.getValue()),
                  Figures.percent(share),
                  style.mark("█".repeat((int) Math.round(BAR_COLUMNS * Math.min(1, share)))));
            });
    if (answers.size() > MOST_LABELS) {
      table.line("and " + (answers.size() - MOST_LABELS) + " more");
    }
    return table.text("  ");
  }

  ObjectNode json() {
    ObjectNode json =
        JsonOut.object()
            .put("output", output)
            .put("complete", complete)
            .put("rows", rows)
            .put("rows_before", before)
            .put("seconds", seconds)
            .put("rows_per_second", rate());
    ArrayNode array = json.putArray("programs");
    for (PawProgram program : programs) {
      ObjectNode entry =
          array.addObject().put("name", program.name()).put("program", program.digest());
      counts.answers(program.name()).forEach(entry.putObject("answers")::put);
      Double least = counts.minConfidence(program.name());
      if (least != null) {
        entry.put("min_confidence", least).put("low_confidence", counts.low(program.name()));
      }
    }
    return json;
  }
}
