package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.report.Figure;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.rows.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What follows from the results: shares and ratios, each only where its rows were measured. */
final class Figures {
  /** Records whose answers are compared. */
  private static final int COMPARED = 100;

  private final Map<String, Result> results = new HashMap<>();
  private final List<Figure> figures = new ArrayList<>();

  private Figures(List<Result> all) {
    all.forEach(result -> results.put(result.key(), result));
  }

  static List<Figure> of(List<Result> results, Rows rows) throws InterruptedException {
    Figures made = new Figures(results);
    double agreement = rows.agreement(COMPARED);
    if (Double.isFinite(agreement)) {
      made.add("agreement", "answers equal to the sdk loop's", 100 * agreement, "%");
    }
    made.ofEngines();
    made.share(
        "flink-async-share", "Flink async job of bare engine", Rows.FLINK_ASYNC, Rows.ENGINE);
    made.share(
        "flink-map-share", "Flink map job of callers that block", Rows.FLINK_MAP, Rows.CALLERS);
    made.share("sql-async-share", "Flink SQL of bare engine", Rows.SQL_ASYNC, Rows.ENGINE);
    made.share(
        "sql-of-flink", "Flink SQL of the Flink async job", Rows.SQL_ASYNC, Rows.FLINK_ASYNC);
    for (int tasks : Rows.TASKS) {
      made.share(
          Rows.connect(tasks) + "-share",
          "Kafka Connect, tasks.max " + tasks + ", of as many callers",
          Rows.connect(tasks),
          Rows.connectCallers(tasks));
    }
    if (made.has(Rows.SWITCH)) {
      made.add(Rows.SWITCH, "warm program switch", made.median(Rows.SWITCH), "ms");
    }
    made.ratio(
        "repeats",
        "4 of 5 lines repeated: prepared answers, against none",
        Rows.CACHED,
        Rows.UNCACHED);
    if (made.has(Rows.ENGINE, Rows.NATIVE)) {
      made.add(
          "jvm-share",
          "engine's time outside native passes",
          100 * (1 - made.median(Rows.ENGINE) / made.median(Rows.NATIVE)),
          "% of wall time");
      made.add(
          "jvm-cpu-share",
          "engine's work outside native passes",
          100 * (1 - made.cpu(Rows.NATIVE) / made.cpu(Rows.ENGINE)),
          "% of CPU time");
    }
    if (made.has(Rows.ENGINE, Rows.CEILING)) {
      double share = 100 * made.median(Rows.ENGINE) / made.median(Rows.CEILING);
      made.add("input-share", "input tokens, of the ceiling", share * rows.inputTokens(), "%");
      made.add(
          "evaluated-share",
          "input and suffix tokens, of the ceiling",
          share * (rows.inputTokens() + rows.suffixTokens()),
          "%");
    }
    if (made.has(Rows.READY, Rows.PREFIX)) {
      made.add(
          "ready-over-prefix",
          "cold program ready, beyond its prefix",
          made.median(Rows.READY) - made.median(Rows.PREFIX),
          "ms");
    }
    return made.figures;
  }

  private void ofEngines() {
    ratio("engine-over-sdk", "engine llama, against the sdk loop", Rows.ENGINE, Rows.SDK);
    double fastest = 0;
    for (String blas : List.of(Rows.BLAS, Rows.BLAS_FLOATS, Rows.BLAS_MERGED)) {
      String name = blas.equals(Rows.BLAS) ? "engine blas" : blas;
      ratio(blas + "-over-sdk", name + ", against the sdk loop", blas, Rows.SDK);
      ratio(blas + "-over-engine", name + ", against engine llama", blas, Rows.ENGINE);
      cpuRatio(blas + "-cpu", name + ", CPU time against engine llama's", Rows.ENGINE, blas);
      share(blas + "-of-sgemm", name + ", of bare sgemm without adapter", blas, Rows.SGEMM);
      share(
          blas + "-of-sgemm-adapter",
          name + ", of bare sgemm with adapter",
          blas,
          Rows.SGEMM_ADAPTER);
      cpuShare(blas + "-cpu-of-sgemm", name + ", CPU time", Rows.SGEMM, blas);
      fastest = Math.max(fastest, has(blas) ? median(blas) : 0);
    }
    if (has(Rows.SDK, Rows.ENGINE, Rows.BLAS)) {
      add(
          "fastest-over-sdk",
          "fastest engine, against the sdk loop",
          Math.max(fastest, median(Rows.ENGINE)) / median(Rows.SDK),
          "x");
    }
  }

  private void share(String key, String label, String part, String whole) {
    if (has(part, whole)) {
      add(key, label, 100 * median(part) / median(whole), "%");
    }
  }

  private void ratio(String key, String label, String fast, String slow) {
    if (has(fast, slow)) {
      add(key, label, median(fast) / median(slow), "x");
    }
  }

  /** How many times as much processor time a record costs in {@code slow}. */
  private void cpuRatio(String key, String label, String slow, String fast) {
    if (has(slow, fast)) {
      add(key, label, cpu(slow) / cpu(fast), "x");
    }
  }

  private void cpuShare(String key, String label, String part, String whole) {
    if (has(part, whole)) {
      add(key, label + " that is bare sgemm", 100 * cpu(part) / cpu(whole), "%");
    }
  }

  private boolean has(String... keys) {
    return results.keySet().containsAll(List.of(keys));
  }

  private double median(String key) {
    Result result = results.get(key);
    return result == null ? Double.NaN : result.median();
  }

  private double cpu(String key) {
    Result result = results.get(key);
    return result == null ? Double.NaN : result.medianCpuMillis();
  }

  private void add(String key, String label, double value, String unit) {
    figures.add(new Figure(key, label, value, unit));
  }
}
