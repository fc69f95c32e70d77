package io.pawstream.jobs.internal.jobfile.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pawstream.rows.InputFormat;
import java.util.Locale;

/** How rows of an evaluation are written. */
public enum EvaluationFormat {
  /** A JSON object per line. */
  @JsonProperty("jsonl")
  JSONL(InputFormat.JSONL),
  /** CSV with a header line. */
  @JsonProperty("csv")
  CSV(InputFormat.CSV);

  private final InputFormat rows;

  EvaluationFormat(InputFormat rows) {
    this.rows = rows;
  }

  /** As readers of rows know it. */
  public InputFormat rows() {
    return rows;
  }

  /** As it stands in job files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
