package io.pawstream.cli.internal.program;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.Style;
import io.pawstream.eval.report.Figures;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramMeta;
import io.pawstream.runtime.program.Threshold;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An {@link Inspection} for a person, and for another program. Any thread. */
final class InspectionText {
  private static final int MOST_TEMPLATE_LINES = 40;
  private static final String INDENT = "  ";

  private InspectionText() {}

  static String text(Inspection seen, Style style, int width) {
    int room = Math.max(40, width) - INDENT.length();
    ProgramBundle bundle = seen.bundle();
    ProgramMeta meta = bundle.meta();
    Inspection.Adapter adapter = seen.adapter();
    StringBuilder text = new StringBuilder();
    text.append(style.strong(Shown.line(bundle.name(), width))).append('\n');
    text.append(INDENT).append(style.faint(bundle.digest())).append('\n');
    Columns facts = new Columns("ll");
    int value = room - 13;
    facts.line("program id", meta.programId());
    if (meta.spec() != null) {
      facts.line("spec", Shown.line(meta.spec(), value));
    }
    facts.line("interpreter", meta.interpreterName());
    facts.line("answers", answers(meta.labels(), value));
    facts.line(
        "adapter",
        String.format(
            Locale.ROOT,
            "rank %d, alpha %s, %s parameters",
            adapter.rank(),
            adapter.alpha(),
            Figures.count(adapter.parameters())));
    facts.line(
        "",
        adapter.tensors()
            + " tensors in "
            + adapter.blocks()
            + " blocks: "
            + adapter.types().entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", ")));
    facts.line("", Shown.line(String.join(" ", adapter.layers()), value));
    for (Calibration known : seen.calibrations()) {
      facts.line("calibration", calibration(known, meta.labels(), value));
    }
    for (Threshold known : seen.thresholds()) {
      facts.line("threshold", threshold(known, seen.counts(known), meta.labels(), value));
    }
    text.append(facts.text(INDENT));

    text.append('\n').append(style.strong("Inside")).append('\n');
    Columns members = new Columns("lrr");
    for (Inspection.Member member : seen.members()) {
      members.line(
          Shown.line(member.name(), room - 26),
          Shown.bytes(member.size()),
          member.packed() == member.size() ? "" : Shown.bytes(member.packed()) + " packed");
    }
    text.append(members.text(INDENT));

    text.append('\n').append(style.strong("Template")).append('\n');
    List<String> lines = bundle.template().text().lines().toList();
    lines.stream()
        .limit(MOST_TEMPLATE_LINES)
        .forEach(
            line -> text.append((INDENT + Shown.line(line, room)).stripTrailing()).append('\n'));
    if (lines.size() > MOST_TEMPLATE_LINES) {
      text.append(INDENT + "and " + (lines.size() - MOST_TEMPLATE_LINES) + " more lines\n");
    }

    text.append('\n').append(style.strong("Checks")).append('\n');
    for (String passed : passed()) {
      text.append(INDENT).append(style.good("passed")).append("  ").append(passed).append('\n');
    }
    if (seen.interpreter() == null) {
      text.append(INDENT)
          .append(style.bad("open"))
          .append("    adapter against interpreter: it is not there\n");
    } else {
      text.append(INDENT)
          .append(style.good("passed"))
          .append("  adapter against interpreter ")
          .append(Shown.line(seen.interpreter().name(), room - 38))
          .append('\n');
    }
    return text.toString();
  }

  private static List<String> passed() {
    return List.of(
        "archive: names, links, duplicates, sizes",
        "metadata and template",
        "adapter header: counts, types, offsets");
  }

  private static String answers(@Nullable LabelSet labels, int width) {
    return labels == null
        ? "free text"
        : Shown.line(labels.size() + " labels: " + String.join(", ", labels.labels()), width);
  }

  private static String calibration(Calibration known, @Nullable LabelSet own, int width) {
    String what =
        String.format(
            Locale.ROOT, "temperature %.3f, learnt on %,d rows", known.temperature(), known.rows());
    return forLabels(what, known.labels(), own, width);
  }

  private static String threshold(
      Threshold known, boolean counts, @Nullable LabelSet own, int width) {
    String what =
        String.format(
            Locale.ROOT,
            "min-confidence %.6f: keeps %s, right in %s",
            known.minConfidence(),
            Figures.percent(known.coverage()),
            Figures.percent(known.accuracy()));
    return forLabels(
        counts ? what : "not used: chosen before the calibration; choose it again",
        known.labels(),
        own,
        width);
  }

  private static String forLabels(
      String what, List<String> labels, @Nullable LabelSet own, int width) {
    return labels.equals(own == null ? List.of() : own.labels())
        ? what
        : Shown.line(
            what + ", for " + (labels.isEmpty() ? "free text" : String.join(", ", labels)), width);
  }

  static ObjectNode json(Inspection seen) {
    ProgramBundle bundle = seen.bundle();
    ProgramMeta meta = bundle.meta();
    ObjectNode json =
        JsonOut.object()
            .put("path", bundle.path().toString())
            .put("name", bundle.name())
            .put("digest", bundle.digest())
            .put("program_id", meta.programId())
            .put("spec", meta.spec())
            .put("interpreter", meta.interpreterName())
            .put("runtime_id", meta.runtimeId());
    if (meta.labels() == null) {
      json.putNull("labels");
    } else {
      meta.labels().labels().forEach(json.putArray("labels")::add);
    }
    json.putObject("template")
        .put("prefix", bundle.template().prefix())
        .put("suffix", bundle.template().suffix());
    Inspection.Adapter adapter = seen.adapter();
    ObjectNode part =
        json.putObject("adapter")
            .put("sha256", bundle.adapterSha256())
            .put("architecture", adapter.architecture())
            .put("rank", adapter.rank())
            .put("alpha", adapter.alpha())
            .put("tensors", adapter.tensors())
            .put("parameters", adapter.parameters())
            .put("blocks", adapter.blocks());
    adapter.types().forEach(part.putObject("types")::put);
    adapter.layers().forEach(part.putArray("layers")::add);
    ArrayNode members = json.putArray("members");
    for (Inspection.Member member : seen.members()) {
      members
          .addObject()
          .put("name", member.name())
          .put("size", member.size())
          .put("packed", member.packed());
    }
    ArrayNode calibrations = json.putArray("calibrations");
    for (Calibration known : seen.calibrations()) {
      ObjectNode entry = calibrations.addObject().put("temperature", known.temperature());
      known.labels().forEach(entry.putArray("labels")::add);
      entry.put("rows", known.rows());
    }
    ArrayNode thresholds = json.putArray("thresholds");
    for (Threshold known : seen.thresholds()) {
      ObjectNode entry = thresholds.addObject().put("min_confidence", known.minConfidence());
      known.labels().forEach(entry.putArray("labels")::add);
      entry
          .put("temperature", known.temperature())
          .put("coverage", known.coverage())
          .put("accuracy", known.accuracy())
          .put("rows", known.rows())
          .put("used", seen.counts(known));
    }
    ArrayNode checks = json.putArray("checks");
    passed().forEach(check -> checks.addObject().put("check", check).put("passed", true));
    ObjectNode last = checks.addObject().put("check", "adapter against interpreter");
    if (seen.interpreter() == null) {
      last.putNull("passed").put("reason", seen.missing());
    } else {
      last.put("passed", true).put("interpreter", seen.interpreter().name());
      last.put("interpreter_sha256", seen.interpreter().sha256());
    }
    return json;
  }
}
