package io.pawstream.benchmarks.internal.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A report as JSON: every value of every round, so that others can judge them. */
public final class JsonReport {
  private JsonReport() {}

  /** Writes the report and leaves {@code out} open. */
  public static void write(Report report, OutputStream out) throws IOException {
    write(List.of(report), out);
  }

  /** Writes one report, or several as {@code sections}, and leaves {@code out} open. */
  public static void write(List<Report> reports, OutputStream out) throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode root = json.createObjectNode();
    if (reports.size() == 1) {
      root = tree(reports.get(0));
    } else {
      reports.stream().map(JsonReport::tree).forEach(root.putArray("sections")::add);
    }
    out.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    out.write('\n');
  }

  /** The report as a tree. */
  public static ObjectNode tree(Report report) {
    JsonMapper json = new JsonMapper();
    ObjectNode root = json.createObjectNode();
    root.set("facts", json.valueToTree(report.facts()));
    double base = report.baseline().map(Result::median).orElse(Double.NaN);
    ArrayNode results = root.putArray("results");
    for (Result r : report.results()) {
      ObjectNode result = results.addObject();
      result.put("key", r.key()).put("label", r.label()).put("unit", r.unit().text());
      result.put("amount", r.amount()).put("median", r.median());
      result.put("lowest", r.lowest()).put("highest", r.highest());
      known(result, "cpuMillisMedian", r.medianCpuMillis());
      if (r.unit() == Unit.RECORDS_PER_SECOND) {
        Details details = report.details(r);
        known(result, "ratio", r.median() / base);
        known(result, "tokensPerSecond", details.tokensPerSecond());
        known(result, "ceilingPercent", details.ceilingPercent());
        known(result, "peakMegabytes", details.peakMegabytes());
        known(result, "mappedMegabytes", details.mappedMegabytes());
      }
      result.set("rounds", json.valueToTree(r.values()));
      result.set("cpuMillis", json.valueToTree(r.cpuMillis()));
    }
    ArrayNode figures = root.putArray("figures");
    for (Figure f : report.figures()) {
      figures
          .addObject()
          .put("key", f.key())
          .put("label", f.label())
          .put("value", f.value())
          .put("unit", f.unit());
    }
    ArrayNode goals = root.putArray("goals");
    for (Goal goal : report.goals()) {
      goals
          .addObject()
          .put("key", goal.key())
          .put("label", goal.label())
          .put("wanted", goal.wanted())
          .put("value", goal.value())
          .put("unit", goal.unit())
          .put("reached", goal.reached());
    }
    return root;
  }

  private static void known(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    }
  }
}
