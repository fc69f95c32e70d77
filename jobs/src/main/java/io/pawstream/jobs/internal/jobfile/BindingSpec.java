package io.pawstream.jobs.internal.jobfile;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;

/**
 * One program and what is done with its outcomes; the keys are those of {@link
 * io.pawstream.flink.PawConfigOptions#bindingOptions}. Immutable; any thread.
 *
 * @param program reference of the program
 * @param labels label set, in order; empty for free text; null takes the program's own
 * @param onFailure what becomes of failures; null takes the usual, see {@link JobFile#onFailure}
 * @param defaultLabel the label that failures become
 * @param minConfidence answers of a lower confidence go to the review topic, 0 to 1; null for none
 * @param maxTokens most tokens of a free text
 * @param overflow part cut out of inputs that are too long
 * @param deadline from submission to outcome, with a unit; null for the operator's timeout
 * @param maxInputBytes size of input that ever reaches the tokenizer, with a unit
 * @param scores whether answers have the score of each label
 */
public record BindingSpec(
    String program,
    @Nullable List<String> labels,
    @Nullable FailureAction onFailure,
    @Nullable String defaultLabel,
    @Nullable Double minConfidence,
    @Nullable Integer maxTokens,
    @Nullable String overflow,
    @Nullable String deadline,
    @Nullable String maxInputBytes,
    @Nullable Boolean scores) {

  /** Checks the values. */
  public BindingSpec(
      @JsonProperty("program") @Nullable String program,
      @JsonProperty("labels") @Nullable List<String> labels,
      @JsonProperty("on-failure") @Nullable FailureAction onFailure,
      @JsonProperty("default-label") @Nullable String defaultLabel,
      @JsonProperty("min-confidence") @Nullable Double minConfidence,
      @JsonProperty("max-tokens") @Nullable Integer maxTokens,
      @JsonProperty("overflow") @Nullable String overflow,
      @JsonProperty("deadline") @Nullable String deadline,
      @JsonProperty("max-input-bytes") @Nullable String maxInputBytes,
      @JsonProperty("scores") @Nullable Boolean scores) {
    this.program = Values.required("program", program);
    this.labels = labels == null ? null : List.copyOf(labels);
    this.onFailure = onFailure;
    this.defaultLabel = defaultLabel;
    this.minConfidence = minConfidence;
    this.maxTokens = maxTokens;
    this.overflow = overflow;
    this.deadline = deadline;
    this.maxInputBytes = maxInputBytes;
    this.scores = scores;
    if ((defaultLabel != null) != (onFailure == FailureAction.DEFAULT_LABEL)) {
      throw new JobFileException(
          "default-label and on-failure=default-label belong together: default-label="
              + defaultLabel
              + ", on-failure="
              + (onFailure == null ? null : onFailure.code()));
    }
    // what the values mean is checked where they are made
    try {
      Binding unused = binding("any", onFailure == null ? FailureAction.TAG : onFailure);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new JobFileException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The binding for Flink's operator; what the job does itself with failures is tagged by it. */
  public Binding binding(String name, FailureAction action) {
    ProgramOptions usual = ProgramOptions.DEFAULT;
    ProgramOptions options =
        new ProgramOptions(
            labels,
            Values.or(maxTokens, usual.maxTokens()),
            overflow == null ? usual.overflow() : Overflow.of(overflow),
            maxInputBytes == null
                ? usual.maxInputBytes()
                : Math.toIntExact(MemorySize.parse(maxInputBytes).getBytes()),
            deadline == null ? null : TimeUtils.parseDuration(deadline),
            Values.or(scores, usual.scores()));
    OnFailure policy =
        switch (action) {
          case NULL -> OnFailure.nullAnswer();
          case DEFAULT_LABEL ->
              OnFailure.defaultLabel(Values.required("default-label", defaultLabel));
          case FAIL, TAG, DEAD_LETTER -> OnFailure.tag();
        };
    return new Binding(name, program, options, policy, minConfidence);
  }
}
