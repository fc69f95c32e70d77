package io.pawstream.compiler.internal.data;

import io.pawstream.compiler.example.Example;
import java.util.Arrays;

/**
 * An example as tokens.
 *
 * @param example what it was
 * @param label index of its output in the label set; -1 for free text
 * @param prompt the whole prompt
 * @param answer the output, and the end token
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not copied for speed
public record EncodedExample(Example example, int label, int[] prompt, int[] answer) {
  /** Tokens of prompt and answer; the end token is predicted and not read. */
  public int length() {
    return prompt.length + answer.length - 1;
  }

  /** What the transformer reads: prompt and answer without the end token. */
  public int[] sequence() {
    int[] all = Arrays.copyOf(prompt, length());
    System.arraycopy(answer, 0, all, prompt.length, answer.length - 1);
    return all;
  }
}
