package io.pawstream.compiler.tokenizer;

import io.pawstream.runtime.program.Template;
import java.util.Arrays;

/**
 * A template as tokens, ready for inputs. Immutable; any thread.
 *
 * <p>Tokenized as the runtime does it: the prefix alone; the input together with the suffix up to
 * its first control token, so that their seam may merge; the rest of the suffix with control
 * tokens. An input's text never becomes a control token.
 */
public final class Prompt {
  private final Tokenizer tokenizer;
  private final int[] prefix;
  private final String plainSuffix;
  private final int[] controlSuffix;

  public Prompt(Tokenizer tokenizer, Template template) {
    this.tokenizer = tokenizer;
    this.prefix = tokenizer.encode(template.prefix(), true);
    String suffix = template.suffix();
    int split = controlStart(suffix);
    this.plainSuffix = suffix.substring(0, split);
    this.controlSuffix = tokenizer.encode(suffix.substring(split), true);
  }

  private int controlStart(String suffix) {
    for (int token : tokenizer.encode(suffix, true)) {
      if (tokenizer.isControl(token)) {
        return suffix.indexOf(tokenizer.written(token));
      }
    }
    return suffix.length();
  }

  /** The tokens before every input. */
  public int[] prefixTokens() {
    return prefix.clone();
  }

  /** The tokens of an input and of the suffix. */
  public int[] inputTokens(String input) {
    int[] middle = tokenizer.encode(input + plainSuffix, false);
    int[] all = Arrays.copyOf(middle, middle.length + controlSuffix.length);
    System.arraycopy(controlSuffix, 0, all, middle.length, controlSuffix.length);
    return all;
  }

  /** The whole prompt for an input. */
  public int[] tokens(String input) {
    int[] rest = inputTokens(input);
    int[] all = Arrays.copyOf(prefix, prefix.length + rest.length);
    System.arraycopy(rest, 0, all, prefix.length, rest.length);
    return all;
  }
}
