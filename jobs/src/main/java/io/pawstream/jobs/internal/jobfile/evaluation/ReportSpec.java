package io.pawstream.jobs.internal.jobfile.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.Values;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation writes; paths or URIs that Flink knows. Immutable, serializable; any thread.
 *
 * @param json file for the report as JSON
 * @param html file for the report as a page; null for none
 * @param rows directory for Avro files of {@code EvaluationRow}, one per row; null for none
 * @param inputs whether those rows hold the text
 * @param accuracyGoal the accuracy that a threshold is chosen for; null for none
 * @param atLeast the accuracy below which the run is found wanting; null for none
 */
public record ReportSpec(
    String json,
    @Nullable String html,
    @Nullable String rows,
    Boolean inputs,
    @Nullable Double accuracyGoal,
    @Nullable Double atLeast)
    implements Serializable {

  /** Checks the values. */
  public ReportSpec(
      @JsonProperty("json") @Nullable String json,
      @JsonProperty("html") @Nullable String html,
      @JsonProperty("rows") @Nullable String rows,
      @JsonProperty("inputs") @Nullable Boolean inputs,
      @JsonProperty("accuracy-goal") @Nullable Double accuracyGoal,
      @JsonProperty("at-least") @Nullable Double atLeast) {
    this.json = Values.required("report.json", json);
    this.html = Values.textOrNull(html);
    this.rows = Values.textOrNull(rows);
    this.inputs = Values.or(inputs, false);
    this.accuracyGoal = share("report.accuracy-goal", accuracyGoal);
    this.atLeast = share("report.at-least", atLeast);
    if (this.inputs && this.rows == null) {
      throw new JobFileException("report.inputs needs report.rows: report.rows=null; add it");
    }
  }

  private static @Nullable Double share(String key, @Nullable Double value) {
    // written so that NaN does not pass
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new JobFileException("a share must be from 0 to 1: " + key + "=" + value);
    }
    return value;
  }
}
