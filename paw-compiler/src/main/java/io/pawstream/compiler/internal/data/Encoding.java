package io.pawstream.compiler.internal.data;

import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleException;
import io.pawstream.compiler.tokenizer.Prompt;
import io.pawstream.compiler.tokenizer.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Turns examples into tokens. Immutable; any thread.
 *
 * @param window most tokens of prompt and answer
 */
public record Encoding(Tokenizer tokenizer, Prompt prompt, int window) {
  /** The tokens of an answer, without the end token. */
  public int[] answer(String output) {
    return tokenizer.encode(output, false);
  }

  /**
   * Encodes all examples.
   *
   * @throws ExampleException if one does not fit the window; the message names its line
   */
  public List<EncodedExample> encode(ExampleSet set) {
    List<String> labels = set.labels() == null ? List.of() : set.labels().labels();
    return set.examples().stream()
        .map(example -> encode(example, labels.indexOf(example.output())))
        .toList();
  }

  private EncodedExample encode(Example example, int label) {
    int[] answer = answer(example.output());
    int[] withEnd = Arrays.copyOf(answer, answer.length + 1);
    withEnd[answer.length] = tokenizer.endToken();
    EncodedExample encoded =
        new EncodedExample(example, label, prompt.tokens(example.input()), withEnd);
    if (encoded.length() > window) {
      throw new ExampleException(
          "An example must fit the context window: line="
              + example.line()
              + ", tokens="
              + encoded.length()
              + ", window="
              + window
              + ", chars="
              + example.input().length()
              + "; shorten it or leave it out");
    }
    return encoded;
  }
}
