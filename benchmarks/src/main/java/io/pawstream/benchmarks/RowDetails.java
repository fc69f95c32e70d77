package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.report.Details;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.benchmarks.internal.rows.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the results mean in input tokens and in shares of a ceiling. Rows that compute with matrices
 * of floats are held against bare sgemm, the adapter's products included unless it is merged; all
 * others against llama.cpp's prefill, by their input tokens.
 */
final class RowDetails {
  private static final Set<String> FLOATS =
      Set.of(Rows.BLAS, Rows.BLAS_FLOATS, Rows.BLAS_MERGED, Rows.SGEMM, Rows.SGEMM_ADAPTER);

  private final Map<String, Result> results = new HashMap<>();
  private final double inputTokens;

  /**
   * @param inputTokens mean tokens of a record's text
   */
  RowDetails(List<Result> all, double inputTokens) {
    all.forEach(result -> results.put(result.key(), result));
    this.inputTokens = inputTokens;
  }

  /** Those of every row in records/s. */
  Map<String, Details> all() {
    Map<String, Details> details = new HashMap<>();
    for (Result result : results.values()) {
      if (result.unit() == Unit.RECORDS_PER_SECOND) {
        double tokens = result.median() * inputTokens;
        details.put(
            result.key(), new Details(tokens, 100 * share(result, tokens), Double.NaN, Double.NaN));
      }
    }
    return details;
  }

  private double share(Result result, double tokens) {
    if (FLOATS.contains(result.key())) {
      boolean adapter = Set.of(Rows.BLAS, Rows.BLAS_FLOATS).contains(result.key());
      return result.median() / median(adapter ? Rows.SGEMM_ADAPTER : Rows.SGEMM);
    }
    return tokens / median(Rows.CEILING);
  }

  private double median(String key) {
    Result result = results.get(key);
    return result == null ? Double.NaN : result.median();
  }
}
