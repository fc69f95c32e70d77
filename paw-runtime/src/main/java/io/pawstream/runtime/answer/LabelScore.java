package io.pawstream.runtime.answer;

import java.io.Serializable;
import java.util.Objects;

/**
 * How likely one label is as the whole answer.
 *
 * @param label the label
 * @param logProb natural logarithm of the probability of the label's tokens after the prompt
 * @param logProbWithEnd the same with the end token after them
 */
public record LabelScore(String label, double logProb, double logProbWithEnd)
    implements Serializable {
  public LabelScore {
    Objects.requireNonNull(label, "label");
  }
}
