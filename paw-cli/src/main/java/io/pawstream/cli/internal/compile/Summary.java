package io.pawstream.cli.internal.compile;

import io.pawstream.compiler.CompileReport;
import java.util.List;
import java.util.Locale;

/** A report as a person reads it after the command. */
record Summary(CompileReport report) {
  String text() {
    StringBuilder text = new StringBuilder();
    CompileReport.Examples examples = report.examples();
    line(text, "program", "%s  %s", report.program(), report.digest());
    line(
        text,
        "examples",
        "%d learned from, %d held out, %d repeats left out",
        examples.training(),
        examples.heldOut(),
        examples.repeated());
    line(
        text,
        "accuracy",
        "%.1f %% of the held-out examples (interpreter without adapter: %.1f %%)",
        100 * report.accuracy(),
        100 * report.baseAccuracy());
    line(
        text,
        "training",
        "epoch %d of %d kept%s; %.1f CPU-seconds",
        report.bestEpoch(),
        report.epochs().size(),
        switch (report.end()) {
          case DONE -> "";
          case NO_BETTER -> ", ended as it did not become better";
          case STOPPED -> ", stopped: --resume goes on";
        },
        report.work().cpuSeconds());
    confusion(text);
    report.warnings().forEach(warning -> line(text, "warning", "%s", warning));
    return text.toString();
  }

  private void confusion(StringBuilder text) {
    List<String> labels = report.labels();
    if (labels.isEmpty()) {
      line(text, "answers", "free text");
      return;
    }
    int width = Math.max(6, labels.stream().mapToInt(String::length).max().orElse(0));
    StringBuilder head = new StringBuilder();
    labels.forEach(label -> head.append(padded(label, width)));
    line(text, "answers", "%s%s", padded("right", width), head);
    for (int i = 0; i < labels.size(); i++) {
      StringBuilder row = new StringBuilder(padded(labels.get(i), width));
      report.confusion().get(i).forEach(count -> row.append(padded(count.toString(), width)));
      line(text, "", "%s", row);
    }
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()) + 2);
  }

  private static void line(StringBuilder text, String name, String format, Object... values) {
    text.append(
        (padded(name, 9) + String.format(Locale.ROOT, format, values)).stripTrailing() + "\n");
  }
}
