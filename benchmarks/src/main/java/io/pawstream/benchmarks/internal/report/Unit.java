package io.pawstream.benchmarks.internal.report;

/** What a measured value counts. */
public enum Unit {
  RECORDS_PER_SECOND("records/s"),
  TOKENS_PER_SECOND("tokens/s"),
  MILLISECONDS("ms");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** As it stands in tables and files. */
  public String text() {
    return text;
  }
}
