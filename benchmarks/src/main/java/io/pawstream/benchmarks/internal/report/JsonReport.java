package io.pawstream.benchmarks.internal.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/** A report as JSON: every value of every round, so that others can judge them. */
public final class JsonReport {
  private JsonReport() {}

  /** Writes the report and leaves {@code out} open. */
  public static void write(Report report, OutputStream out) throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode root = json.createObjectNode();
    root.set("facts", json.valueToTree(report.facts()));
    ArrayNode results = root.putArray("results");
    for (Result r : report.results()) {
      ObjectNode result = results.addObject();
      result.put("key", r.key()).put("label", r.label()).put("unit", r.unit().text());
      result.put("amount", r.amount()).put("median", r.median());
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
    out.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    out.write('\n');
  }
}
