package io.pawstream.benchmarks.internal.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * A report as tables of Markdown, made from its JSON: so what a page shows can be made again from
 * the file that holds all values.
 */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** All tables of a report, or of each of its sections. */
  public static String of(JsonNode report) {
    StringBuilder out = new StringBuilder();
    if (report.has("sections")) {
      report.get("sections").forEach(section -> section(out, section));
    } else {
      section(out, report);
    }
    return out.toString();
  }

  private static void section(StringBuilder out, JsonNode report) {
    if (out.length() > 0) {
      out.append('\n');
    }
    JsonNode facts = report.path("facts");
    if (facts.has("workload")) {
      out.append("**").append(facts.path("workload").asText()).append("**\n\n");
    }
    out.append(conditions(facts)).append("\n");
    rates(out, report);
    others(out, report);
    figures(out, report);
    goals(out, report);
  }

  private static String conditions(JsonNode facts) {
    StringBuilder text = new StringBuilder();
    text.append(facts.path("date").asText("").replaceFirst("T.*", ""));
    for (String name :
        new String[] {
          "processor", "cores", "kernels", "openblas", "load before", "interpreter", "program"
        }) {
      if (facts.has(name)) {
        text.append("; ").append(name).append(' ').append(cell(facts.get(name).asText()));
      }
    }
    return text.append(".\n").toString();
  }

  private static void rates(StringBuilder out, JsonNode report) {
    boolean first = true;
    for (JsonNode result : report.path("results")) {
      if (!result.path("unit").asText().equals(Unit.RECORDS_PER_SECOND.text())) {
        continue;
      }
      if (first) {
        out.append("| | records/s | lowest to highest | input tokens/s | of its ceiling | peak MB ")
            .append("(file) | CPU ms per record | ratio |\n|---|---|---|---|---|---|---|---|\n");
        first = false;
      }
      out.append("| ")
          .append(cell(result.path("label").asText()))
          .append(" | ")
          .append(number(result, "median"))
          .append(" | ")
          .append(number(result, "lowest"))
          .append(" to ")
          .append(number(result, "highest"))
          .append(" | ")
          .append(number(result, "tokensPerSecond"))
          .append(" | ")
          .append(result.has("ceilingPercent") ? number(result, "ceilingPercent") + " %" : "")
          .append(" | ")
          .append(memory(result))
          .append(" | ")
          .append(number(result, "cpuMillisMedian"))
          .append(" | ")
          .append(
              result.has("ratio")
                  ? String.format(Locale.ROOT, "%.2f", result.path("ratio").asDouble())
                  : "")
          .append(" |\n");
    }
  }

  private static String memory(JsonNode result) {
    return result.has("peakMegabytes")
        ? number(result, "peakMegabytes") + " (" + number(result, "mappedMegabytes") + ')'
        : "";
  }

  private static void others(StringBuilder out, JsonNode report) {
    boolean first = true;
    for (JsonNode result : report.path("results")) {
      String unit = result.path("unit").asText();
      if (unit.equals(Unit.RECORDS_PER_SECOND.text())) {
        continue;
      }
      if (first) {
        out.append("\n| | median | lowest to highest |\n|---|---|---|\n");
        first = false;
      }
      out.append("| ")
          .append(cell(result.path("label").asText()))
          .append(" | ")
          .append(number(result, "median"))
          .append(' ')
          .append(unit)
          .append(" | ")
          .append(number(result, "lowest"))
          .append(" to ")
          .append(number(result, "highest"))
          .append(" |\n");
    }
  }

  private static void figures(StringBuilder out, JsonNode report) {
    if (report.path("figures").isEmpty()) {
      return;
    }
    out.append("\n| what follows | |\n|---|---|\n");
    for (JsonNode figure : report.path("figures")) {
      out.append("| ")
          .append(cell(figure.path("label").asText()))
          .append(" | ")
          .append(number(figure, "value"))
          .append(' ')
          .append(figure.path("unit").asText())
          .append(" |\n");
    }
  }

  private static void goals(StringBuilder out, JsonNode report) {
    if (report.path("goals").isEmpty()) {
      return;
    }
    out.append("\n| goal | wanted | measured | |\n|---|---|---|---|\n");
    for (JsonNode goal : report.path("goals")) {
      out.append("| ")
          .append(cell(goal.path("label").asText()))
          .append(" | ")
          .append(goal.path("wanted").asText())
          .append(" | ")
          .append(number(goal, "value"))
          .append(' ')
          .append(goal.path("unit").asText())
          .append(" | ")
          .append(goal.path("reached").asBoolean() ? "reached" : "**missed**")
          .append(" |\n");
    }
  }

  private static String number(JsonNode node, String name) {
    return node.path(name).isNumber() ? Table.number(node.path(name).asDouble()) : "";
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("<", "&lt;");
  }
}
