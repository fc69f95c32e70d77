package io.pawstream.jobs.internal.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a person reads at the end of a run: the first rows, then the counts. One thread. */
public final class Summary {
  private static final int BAR_COLUMNS = 24;
  private static final int MOST_LABELS = 20;

  /**
   * A program as the summary names it.
   *
   * @param name name of its entries
   * @param digest its digest
   * @param labels its label set in order; null for free text
   */
  public record Program(String name, String digest, @Nullable List<String> labels) {}

  private final List<Program> programs;
  private final Counts counts;
  private final Style style;
  private final StringBuilder text = new StringBuilder();

  /** A summary of {@code counts}, whose programs are {@code programs} in the same order. */
  public Summary(List<Program> programs, Counts counts, Terminal terminal) {
    this.programs = List.copyOf(programs);
    this.counts = counts;
    this.style = new Style(terminal.outIsTerminal());
    if (!counts.sample().isEmpty()) {
      sample(terminal.width());
    }
  }

  /**
   * The text, with a line end.
   *
   * @param startUp from the start to the first row
   * @param labelling from the first row to the end
   * @param microBatch mean inputs per micro-batch; NaN where none is known
   * @param lowConfidence bound of the answers counted as such
   * @param output the file written, as it was typed
   */
  public String text(
      Duration startUp,
      Duration labelling,
      double microBatch,
      double lowConfidence,
      String output) {
    double seconds = Math.max(labelling.toMillis(), 1) / 1e3;
    line(
        style.strong(String.format(Locale.ROOT, "%,d rows", counts.rows()))
            + String.format(
                Locale.ROOT,
                " in %s after a start of %s, %,.1f rows/s",
                Progress.duration(seconds),
                Progress.duration(startUp.toMillis() / 1e3),
                counts.rows() / seconds)
            + (Double.isNaN(microBatch)
                ? ""
                : String.format(Locale.ROOT, ", micro-batches of %.1f on average", microBatch)));
    for (int i = 0; i < programs.size(); i++) {
      program(programs.get(i), counts.programs().get(i), lowConfidence);
    }
    line("");
    line("Written to " + output);
    return text.toString();
  }

  private void sample(int width) {
    List<Integer> answerWidths = new ArrayList<>();
    for (int i = 0; i < programs.size(); i++) {
      int column = i;
      int widest =
          counts.sample().stream()
              .mapToInt(row -> Cells.width(row.answers().get(column)))
              .max()
              .orElse(0);
      answerWidths.add(Math.min(28, Math.max(widest, Cells.width(programs.get(i).name()))));
    }
    int answers = answerWidths.stream().mapToInt(w -> w + 2).sum();
    int room = Math.max(20, width - 5 - answers);
    int widest = counts.sample().stream().mapToInt(r -> Cells.width(r.text())).max().orElse(0);
    int textWidth = Math.min(room, Math.max(4, widest));
    StringBuilder head = new StringBuilder("row  " + Cells.fit("text", textWidth));
    for (int i = 0; i < programs.size(); i++) {
      head.append("  ").append(Cells.fit(programs.get(i).name(), answerWidths.get(i)));
    }
    line("");
    line(style.faint(head.toString().stripTrailing()));
    for (SampleRow row : counts.sample()) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%3d  ", row.number()));
      line.append(Cells.fit(row.text(), textWidth));
      for (int i = 0; i < programs.size(); i++) {
        line.append("  ").append(Cells.fit(row.answers().get(i), answerWidths.get(i)));
      }
      line(line.toString().stripTrailing());
    }
    line("");
  }

  private void program(Program program, ProgramCounts did, double lowConfidence) {
    line("");
    line(style.strong(Cells.plain(program.name())) + "  " + style.faint(program.digest()));
    Map<String, Long> bars = new LinkedHashMap<>();
    if (program.labels() != null) {
      program.labels().forEach(label -> bars.put(label, did.labels().getOrDefault(label, 0L)));
    }
    did.labels().forEach(bars::putIfAbsent);
    if (did.texts() > 0) {
      bars.put("(text)", did.texts());
    }
    did.failures().forEach((reason, count) -> bars.put("! " + reason.code(), count));
    bars(bars);
    if (did.answers() > 0) {
      line(
          String.format(
              Locale.ROOT,
              "  confidence below %s: %,d",
              number(lowConfidence),
              did.lowConfidence()));
    }
    if (did.compared() > 0) {
      line(
          String.format(
              Locale.ROOT,
              "  as expected: %,d of %,d (%.1f %%)",
              did.agreed(),
              did.compared(),
              100.0 * did.agreed() / did.compared()));
    }
  }

  private void bars(Map<String, Long> bars) {
    int name = bars.keySet().stream().limit(MOST_LABELS).mapToInt(Cells::width).max().orElse(0);
    long most = bars.values().stream().mapToLong(Long::longValue).max().orElse(0);
    int shown = 0;
    for (Map.Entry<String, Long> bar : bars.entrySet()) {
      if (shown++ == MOST_LABELS) {
        line("  and " + (bars.size() - MOST_LABELS) + " more");
        break;
      }
      long columns = most == 0 ? 0 : Math.round((double) BAR_COLUMNS * bar.getValue() / most);
      line(
          ("  "
                  + Cells.fit(bar.getKey(), Math.min(name, 32))
                  + String.format(
                      Locale.ROOT,
                      "  %,8d  %5.1f %%  ",
                      bar.getValue(),
                      100.0 * bar.getValue() / Math.max(1, counts.rows()))
                  + style.coloured("█".repeat((int) columns)))
              .stripTrailing());
    }
  }

  private static String number(double value) {
    return Double.toString(value);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  /** Colours where they are understood. */
  private record Style(boolean colours) {
    String strong(String part) {
      return in("\u001b[1m", part);
    }

    String faint(String part) {
      return in("\u001b[2m", part);
    }

    String coloured(String part) {
      return in("\u001b[36m", part);
    }

    private String in(String code, String part) {
      return colours && !part.isEmpty() ? code + part + "\u001b[0m" : part;
    }
  }
}
