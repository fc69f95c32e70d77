package io.pawstream.compiler.internal.score;

import io.pawstream.compiler.internal.data.EncodedExample;

/**
 * How one example was answered.
 *
 * @param example what was asked
 * @param loss cross entropy of the right answer, the end token included, in nats
 * @param exact whether greedy decoding gives exactly the right answer
 * @param label index of the label answered with; -1 for free text
 * @param margin log probability of that label less that of the second, in nats, a lower bound; 0
 *     for free text
 */
public record Scored(EncodedExample example, double loss, boolean exact, int label, double margin) {
  /** Whether the runtime's answer is the right one. */
  public boolean right() {
    return label < 0 ? exact : label == example.label();
  }
}
