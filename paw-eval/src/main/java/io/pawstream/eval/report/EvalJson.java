package io.pawstream.eval.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.eval.Comparison;
import io.pawstream.eval.Confusion;
import io.pawstream.eval.Coverage;
import io.pawstream.eval.Evaluation;
import io.pawstream.eval.JudgedRow;
import io.pawstream.eval.LabelQuality;
import io.pawstream.eval.Reliability;
import io.pawstream.eval.Share;
import io.pawstream.eval.TemperatureFit;
import java.util.List;

/** A report for another program to read. Any thread. */
public final class EvalJson {
  private static final int MOST_POINTS = 200;

  private EvalJson() {}

  /** The report as an object. */
  public static ObjectNode of(EvalReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", report.file());
    json.put("rows_without_answer", report.withoutAnswer());
    json.setAll(measured(report.measured()));
    if (report.goal() != null) {
      json.put("accuracy_goal", report.goal());
      report
          .chosen()
          .ifPresentOrElse(
              point -> point(json.putObject("threshold"), point), () -> json.putNull("threshold"));
    }
    if (report.other() != null && report.comparison() != null) {
      comparison(json.putObject("compare"), report.other(), report.comparison());
    }
    return json;
  }

  private static ObjectNode measured(Measured measured) {
    Evaluation evaluation = measured.evaluation();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("program", measured.digest())
            .put("name", measured.name());
    measured.labels().forEach(json.putArray("labels")::add);
    json.put("rows", measured.rows());
    share(json.putObject("accuracy"), evaluation.accuracy());
    json.put("failures", evaluation.failures());
    Confusion confusion = evaluation.confusion();
    if (confusion != null) {
      put(json, "macro_f1", evaluation.macroF1());
      ArrayNode qualities = json.putArray("by_label");
      for (LabelQuality quality : confusion.qualities()) {
        ObjectNode entry =
            qualities
                .addObject()
                .put("label", quality.label())
                .put("expected", quality.expected())
                .put("answered", quality.answered())
                .put("right", quality.right());
        put(entry, "precision", quality.precision());
        put(entry, "recall", quality.recall());
        put(entry, "f1", quality.f1());
      }
      ArrayNode counts = json.putObject("confusion").putArray("counts");
      for (List<Long> row : confusion.counts()) {
        row.forEach(counts.addArray()::add);
      }
    }
    calibration(json.putObject("calibration"), measured);
    ArrayNode coverage = json.putArray("coverage");
    evaluation.coverage().sampled(MOST_POINTS).forEach(point -> point(coverage.addObject(), point));
    rows(json.putArray("slowest"), evaluation.slowest(), measured);
    rows(json.putArray("least_certain"), evaluation.leastCertain(), measured);
    rows(json.putArray("most_certain_wrong"), evaluation.mostCertainWrong(), measured);
    json.put("seconds", measured.seconds());
    json.put("rows_per_second", measured.rowsPerSecond());
    put(json, "micro_batch", measured.microBatch());
    return json;
  }

  private static void share(ObjectNode json, Share share) {
    put(json, "value", share.value());
    put(json, "low", share.low());
    put(json, "high", share.high());
    json.put("right", share.part());
  }

  private static void calibration(ObjectNode json, Measured measured) {
    Reliability reliability = measured.evaluation().reliability();
    put(json, "error", reliability.error());
    json.put("temperature", measured.temperature());
    ArrayNode bins = json.putArray("bins");
    for (Reliability.Bin bin : reliability.bins()) {
      ObjectNode entry =
          bins.addObject().put("from", bin.from()).put("to", bin.to()).put("count", bin.count());
      put(entry, "confidence", bin.confidence());
      put(entry, "accuracy", bin.accuracy());
    }
    TemperatureFit.Fit fit = measured.fit();
    if (fit != null) {
      ObjectNode learnt =
          json.putObject("learnt").put("temperature", fit.temperature()).put("rows", fit.rows());
      put(learnt, "error_before", fit.errorBefore());
      put(learnt, "error_after", fit.errorAfter());
    }
  }

  private static void point(ObjectNode json, Coverage.Point point) {
    json.put("min_confidence", point.threshold())
        .put("coverage", point.coverage())
        .put("accuracy", point.accuracy());
  }

  private static void rows(ArrayNode json, List<JudgedRow> rows, Measured measured) {
    for (JudgedRow row : rows) {
      json.addObject()
          .put("row", row.number())
          .put("input", measured.input(row))
          .put("expected", row.expected())
          .put("answered", row.answered())
          .put("confidence", row.confidence())
          .put("engine_ms", row.nanos() / 1e6);
    }
  }

  private static void comparison(ObjectNode json, Measured other, Comparison comparison) {
    json.setAll(measured(other));
    ObjectNode against = json.putObject("against");
    against
        .put("agreed", comparison.agreed())
        .put("both_right", comparison.bothRight())
        .put("wins", comparison.won())
        .put("losses", comparison.lost())
        .put("difference", comparison.difference())
        .put("difference_error", comparison.differenceError())
        .put("p_value", comparison.pValue())
        .put("verdict", comparison.verdict());
    pairs(against.putArray("won"), comparison.wins(), other);
    pairs(against.putArray("lost"), comparison.losses(), other);
  }

  private static void pairs(ArrayNode json, List<Comparison.Pair> pairs, Measured other) {
    for (Comparison.Pair pair : pairs) {
      json.addObject()
          .put("row", pair.before().number())
          .put("input", other.input(pair.before()))
          .put("expected", pair.before().expected())
          .put("before", pair.before().answered())
          .put("after", pair.after().answered());
    }
  }

  /** JSON has no infinity and no NaN: null stands for both. */
  private static void put(ObjectNode object, String name, double value) {
    if (Double.isFinite(value)) {
      object.put(name, value);
    } else {
      object.putNull(name);
    }
  }
}
