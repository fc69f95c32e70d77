package io.pawstream.jobs.internal.jobfile.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.Values;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation does: a program is asked about rows whose right answers are known, and a
 * report says how good it is. Immutable; any thread.
 *
 * @param name name of the job
 * @param source where the rows come from
 * @param program what is asked
 * @param report what is written
 * @param flink options of Flink, {@code paw.*} included, except bindings
 */
public record EvaluationFile(
    String name,
    EvaluationSource source,
    EvaluatedProgram program,
    ReportSpec report,
    Map<String, String> flink) {
  private static final String USUAL_NAME = "evaluate-program";
  private static final String MODE = "execution.runtime-mode";

  /** Checks what no key can check alone. */
  public EvaluationFile(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("source") @Nullable EvaluationSource source,
      @JsonProperty("program") @Nullable EvaluatedProgram program,
      @JsonProperty("report") @Nullable ReportSpec report,
      @JsonProperty("flink") @Nullable Map<String, String> flink) {
    this.name = Values.or(Values.textOrNull(name), USUAL_NAME);
    this.source = Values.required("source", source);
    this.program = Values.required("program", program);
    this.report = Values.required("report", report);
    this.flink = Values.orNone(flink);
    for (String key : this.flink.keySet()) {
      if (key.startsWith("paw.bindings.") || key.equals(MODE)) {
        throw new JobFileException(
            "an evaluation asks one program, in Flink's batch mode: key=flink."
                + key
                + "; remove it");
      }
    }
  }
}
