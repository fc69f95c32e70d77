package io.pawstream.benchmarks.internal.rows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows that answer one question together. */
public enum Suite {
  /** Which engine is the fastest, and how far each is from its ceiling. */
  ENGINES(
      "engines",
      List.of(
          Rows.SDK,
          Rows.ENGINE,
          Rows.BLAS,
          Rows.BLAS_FLOATS,
          Rows.BLAS_MERGED,
          Rows.JLLAMA,
          Rows.JLLAMA_COMPLETE,
          Rows.CEILING,
          Rows.SGEMM,
          Rows.SGEMM_ADAPTER)),
  /** What a job or a connector leaves of the bare engine. */
  END_TO_END("end-to-end", endToEnd()),
  /** Every number that the project has set itself. */
  NUMBERS(
      "numbers",
      List.of(
          Rows.SDK,
          Rows.ENGINE,
          Rows.BLAS,
          Rows.BLAS_FLOATS,
          Rows.BLAS_MERGED,
          Rows.FLINK_ASYNC,
          Rows.UNCACHED,
          Rows.CACHED,
          Rows.NATIVE,
          Rows.CEILING,
          Rows.SGEMM,
          Rows.SGEMM_ADAPTER,
          Rows.PREFIX,
          Rows.READY,
          Rows.SWITCH,
          Rows.connectCallers(8),
          Rows.connect(8)));

  private final String key;
  private final List<String> rows;

  Suite(String key, List<String> rows) {
    this.key = key;
    this.rows = rows;
  }

  private static List<String> endToEnd() {
    List<String> rows =
        new ArrayList<>(
            List.of(Rows.ENGINE, Rows.CALLERS, Rows.FLINK_ASYNC, Rows.FLINK_MAP, Rows.SQL_ASYNC));
    for (int tasks : Rows.TASKS) {
      rows.add(Rows.connectCallers(tasks));
      rows.add(Rows.connect(tasks));
    }
    return List.copyOf(rows);
  }

  /** Its name on the command line and in names of files. */
  public String key() {
    return key;
  }

  /** The keys of its rows. */
  public List<String> rows() {
    return rows;
  }

  /**
   * The suite of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Suite named(String name) {
    return Arrays.stream(values())
        .filter(each -> each.key.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--suite must be one of "
                        + Arrays.stream(values()).map(Suite::key).toList()
                        + ": suite="
                        + name));
  }
}
