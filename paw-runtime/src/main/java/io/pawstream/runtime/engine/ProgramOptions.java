package io.pawstream.runtime.engine;

import io.pawstream.runtime.program.Calibration;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one program is to be run. Immutable; any thread.
 *
 * @param labels the closed label set, in order; empty for free text; null to take the program's own
 *     label set where it has one and free text where not
 * @param maxTokens most tokens a free text may have, at least 1
 * @param overflow what happens to an input that does not fit the context window
 * @param maxInputBytes UTF-8 bytes of input that ever reach the tokenizer; longer input counts as
 *     not fitting the context window
 * @param deadline from submission to outcome; null for none
 * @param scores whether every label's log probability is computed and put into the answer, and the
 *     answer's token ids; costs a pass over every label's tokens
 * @param temperature what log probabilities of labels are divided by before they are normalised
 *     into confidences, see {@link Calibration}; null to take what is stored beside the program for
 *     its label set, 1 where nothing is
 */
public record ProgramOptions(
    @Nullable List<String> labels,
    int maxTokens,
    Overflow overflow,
    int maxInputBytes,
    @Nullable Duration deadline,
    boolean scores,
    @Nullable Double temperature)
    implements Serializable {

  /** The program's own label set, 128 tokens, no truncation, 64 KiB, no deadline, no scores. */
  public static final ProgramOptions DEFAULT =
      new ProgramOptions(null, 128, Overflow.FAIL, 64 * 1024, null, false);

  /** With the temperature that is stored beside the program, where one is. */
  public ProgramOptions(
      @Nullable List<String> labels,
      int maxTokens,
      Overflow overflow,
      int maxInputBytes,
      @Nullable Duration deadline,
      boolean scores) {
    this(labels, maxTokens, overflow, maxInputBytes, deadline, scores, null);
  }

  public ProgramOptions {
    Objects.requireNonNull(overflow, "overflow");
    if (labels != null) {
      labels = List.copyOf(labels);
    }
    if (maxTokens < 1) {
      throw new IllegalArgumentException("maxTokens must be at least 1: maxTokens=" + maxTokens);
    }
    if (maxInputBytes < 1) {
      throw new IllegalArgumentException(
          "maxInputBytes must be at least 1: maxInputBytes=" + maxInputBytes);
    }
    if (deadline != null && (deadline.isZero() || deadline.isNegative())) {
      throw new IllegalArgumentException("deadline must be positive: deadline=" + deadline);
    }
    if (temperature != null) {
      Calibration.requireTemperature(temperature);
    }
  }

  public ProgramOptions withLabels(List<String> value) {
    return new ProgramOptions(
        value, maxTokens, overflow, maxInputBytes, deadline, scores, temperature);
  }

  public ProgramOptions withMaxTokens(int value) {
    return new ProgramOptions(
        labels, value, overflow, maxInputBytes, deadline, scores, temperature);
  }

  public ProgramOptions withOverflow(Overflow value) {
    return new ProgramOptions(
        labels, maxTokens, value, maxInputBytes, deadline, scores, temperature);
  }

  public ProgramOptions withMaxInputBytes(int value) {
    return new ProgramOptions(labels, maxTokens, overflow, value, deadline, scores, temperature);
  }

  public ProgramOptions withDeadline(@Nullable Duration value) {
    return new ProgramOptions(
        labels, maxTokens, overflow, maxInputBytes, value, scores, temperature);
  }

  public ProgramOptions withScores(boolean value) {
    return new ProgramOptions(
        labels, maxTokens, overflow, maxInputBytes, deadline, value, temperature);
  }

  public ProgramOptions withTemperature(@Nullable Double value) {
    return new ProgramOptions(labels, maxTokens, overflow, maxInputBytes, deadline, scores, value);
  }
}
