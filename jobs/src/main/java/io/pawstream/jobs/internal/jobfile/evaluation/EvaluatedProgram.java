package io.pawstream.jobs.internal.jobfile.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pawstream.jobs.internal.jobfile.BindingSpec;
import io.pawstream.jobs.internal.jobfile.FailureAction;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.Values;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.program.Reference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program that is evaluated; keys are those of a binding. Immutable; any thread.
 *
 * @param reference path, URI, or name of the hub with its version or digest
 * @param labels label set, in order; empty for free text; null takes the program's own
 * @param maxTokens most tokens of a free text
 * @param overflow part cut out of inputs that are too long
 * @param deadline from submission to outcome, with a unit
 * @param maxInputBytes size of input that ever reaches the tokenizer, with a unit
 */
public record EvaluatedProgram(
    String reference,
    @Nullable List<String> labels,
    @Nullable Integer maxTokens,
    @Nullable String overflow,
    @Nullable String deadline,
    @Nullable String maxInputBytes) {

  /** Checks the values. */
  public EvaluatedProgram(
      @JsonProperty("reference") @Nullable String reference,
      @JsonProperty("labels") @Nullable List<String> labels,
      @JsonProperty("max-tokens") @Nullable Integer maxTokens,
      @JsonProperty("overflow") @Nullable String overflow,
      @JsonProperty("deadline") @Nullable String deadline,
      @JsonProperty("max-input-bytes") @Nullable String maxInputBytes) {
    this.reference = Values.required("program.reference", reference);
    this.labels = labels == null ? null : List.copyOf(labels);
    this.maxTokens = maxTokens;
    this.overflow = overflow;
    this.deadline = deadline;
    this.maxInputBytes = maxInputBytes;
    ProgramOptions unused = options();
    requireStill(this.reference);
  }

  private static void requireStill(String reference) {
    boolean moves;
    try {
      moves = Reference.parse(reference).isMoving();
    } catch (ProgramException e) {
      throw new JobFileException(String.valueOf(e.getMessage()), e);
    }
    if (moves) {
      throw new JobFileException(
          "an evaluation is of one program: program.reference="
              + reference
              + " may move; write its version or digest");
    }
  }

  /** As a program is loaded whose confidences are computed later: with scores, not calibrated. */
  public ProgramOptions options() {
    return new BindingSpec(
            reference, labels, null, null, null, maxTokens, overflow, deadline, maxInputBytes, true)
        .binding("program", FailureAction.TAG)
        .options()
        .withTemperature(1.0);
  }
}
