package io.pawstream.compiler.tiny;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.compiler.tokenizer.Prompt;
import io.pawstream.compiler.tokenizer.Tokenizer;
import io.pawstream.runtime.program.Template;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Samples in the prompt format of programs. One thread, as it remembers wordings. */
final class Prompts {
  private final Tokenizer tokenizer;
  private final Map<String, Prompt> bySpec = new HashMap<>();
  private final int suffix;

  Prompts(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    this.suffix = prompt("").inputTokens("").length;
  }

  private Prompt prompt(String spec) {
    return bySpec.computeIfAbsent(
        spec,
        text ->
            new Prompt(
                tokenizer,
                Template.parse(
                    ("<|im_start|>user\n"
                            + text
                            + "\n\n"
                            + Template.PLACEHOLDER
                            + "<|im_end|>\n<|im_start|>assistant\n")
                        .getBytes(UTF_8))));
  }

  /** All tokens before the answer. */
  int[] tokens(Sample sample) {
    return prompt(sample.spec()).tokens(sample.input());
  }

  /** Where the input begins in {@link #tokens}. */
  int inputStart(Sample sample) {
    return prompt(sample.spec()).prefixTokens().length;
  }

  /** Where the input ends in them. */
  int inputEnd(int[] tokens) {
    return tokens.length - suffix;
  }

  /** The answer and what ends it. */
  int[] answer(Sample sample) {
    int[] answer = tokenizer.encode(sample.output(), false);
    int[] ended = Arrays.copyOf(answer, answer.length + 1);
    ended[answer.length] = tokenizer.endToken();
    return ended;
  }
}
