package io.pawstream.jobs.internal.jobfile.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pawstream.jobs.internal.jobfile.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where rows come from whose right answers are known. Immutable; any thread.
 *
 * @param files files or directories, paths or URIs that Flink knows
 * @param format how rows are written
 * @param field field with the text
 * @param expected field with the right answer
 */
public record EvaluationSource(
    List<String> files, EvaluationFormat format, String field, String expected) {
  private static final String USUAL_FIELD = "text";

  /** Checks the values. */
  public EvaluationSource(
      @JsonProperty("files") @Nullable List<String> files,
      @JsonProperty("format") @Nullable EvaluationFormat format,
      @JsonProperty("field") @Nullable String field,
      @JsonProperty("expected") @Nullable String expected) {
    this.files = Values.some("source.files", files);
    this.format = Values.or(format, EvaluationFormat.JSONL);
    this.field = Values.or(Values.textOrNull(field), USUAL_FIELD);
    this.expected = Values.required("source.expected", expected);
  }
}
