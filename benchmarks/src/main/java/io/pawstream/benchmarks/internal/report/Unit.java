package io.pawstream.benchmarks.internal.report;

/** What a measured value counts. */
public enum Unit {
  RECORDS_PER_SECOND("records/s"),
  TOKENS_PER_SECOND("tokens/s"),
  MILLISECONDS("ms"),
  NANOSECONDS("ns"),
  /** Processor time of all threads together, so that a busy machine does not matter much. */
  TOKENS_PER_CPU_SECOND("tokens/CPU-s"),
  /** 10^9 additions and multiplications per second of processor time. */
  GFLOP_PER_CPU_SECOND("GFLOP/CPU-s"),
  /** Of what the fastest product of matrices reaches in the same round. */
  PERCENT_OF_PEAK("% of peak");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** As it stands in tables and files. */
  public String text() {
    return text;
  }
}
