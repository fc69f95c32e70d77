package io.pawstream.compiler.tokenizer;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a text is cut into words before byte pairs are merged: no token crosses a cut. The patterns
 * are those that llama.cpp v0.5.0 has for these values of {@code tokenizer.ggml.pre}; {@code \s},
 * letters and numbers are Unicode's. Any thread.
 */
enum WordSplit {
  /** Letters take one character before them along; digits stand alone. */
  QWEN2(
      "qwen2",
      "'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]"
          + "|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
          + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"),
  /** Words, numbers and punctuation take one space before them along. */
  GPT2(
      "gpt-2",
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");

  private final String key;
  private final Pattern word;

  WordSplit(String key, String word) {
    this.key = key;
    this.word = Pattern.compile(word, Pattern.UNICODE_CHARACTER_CLASS);
  }

  /** The value of {@code tokenizer.ggml.pre}. */
  String key() {
    return key;
  }

  Pattern word() {
    return word;
  }

  static Optional<WordSplit> of(String key) {
    return Arrays.stream(values()).filter(split -> split.key.equals(key)).findFirst();
  }
}
