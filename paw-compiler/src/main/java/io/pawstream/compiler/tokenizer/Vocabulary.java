package io.pawstream.compiler.tokenizer;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/**
 * A byte-pair vocabulary with the word split {@code qwen2} and the control tokens of ChatML, to
 * train an interpreter with. Immutable; any thread.
 *
 * @param merges {@code left right}, by rank
 */
public record Vocabulary(List<String> merges) {
  private static final List<String> CONTROL =
      List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
  private static final int BYTES = 256;

  // values of enum llama_token_type
  private static final int NORMAL = 1;
  private static final int CONTROL_TYPE = 3;

  private static final WordSplit SPLIT = WordSplit.QWEN2;

  public Vocabulary {
    merges = List.copyOf(merges);
  }

  /**
   * Learns a vocabulary: the most frequent pairs are merged first, of equally frequent ones the
   * first in the order of their characters.
   *
   * @param texts and how often each occurs
   * @param size tokens at most, bytes and control tokens included
   * @param spaced how many of them at most are a frequent word with the space before it
   */
  public static Vocabulary train(Map<String, Long> texts, int size, int spaced) {
    Map<String, Long> words = new HashMap<>();
    texts.forEach(
        (text, count) -> {
          Matcher word = SPLIT.word().matcher(text);
          while (word.find()) {
            words.merge(ByteAlphabet.encode(word.group()), count, Long::sum);
          }
        });
    return new Vocabulary(MergeTraining.train(words, size - BYTES - CONTROL.size(), spaced));
  }

  /**
   * The vocabulary of a file that {@link #write} wrote.
   *
   * @throws GgufException if it has no merges
   */
  public static Vocabulary read(GgufHeader header) throws GgufException {
    return new Vocabulary(
        header
            .array("tokenizer.ggml.merges")
            .orElseThrow(() -> new GgufException("An interpreter must have merges"))
            .strings());
  }

  /** The text of every token, by id. */
  private List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    for (int b = 0; b < BYTES; b++) {
      tokens.add(ByteAlphabet.encode(b));
    }
    for (String merge : merges) {
      tokens.add(merge.replace(" ", ""));
    }
    tokens.addAll(CONTROL);
    return tokens;
  }

  private int[] types() {
    int[] types = new int[size()];
    Arrays.fill(types, NORMAL);
    Arrays.fill(types, types.length - CONTROL.size(), types.length, CONTROL_TYPE);
    return types;
  }

  /** How many tokens there are. */
  public int size() {
    return BYTES + merges.size() + CONTROL.size();
  }

  /** What turns text into tokens of this vocabulary. */
  public Tokenizer tokenizer() {
    return Tokenizer.of(
        tokens(), Arrays.stream(types()).asLongStream().toArray(), merges, SPLIT, size() - 1);
  }

  /** Adds the keys that llama.cpp reads. */
  public void write(GgufWriter writer) {
    int endOfText = size() - CONTROL.size();
    writer
        .string("tokenizer.ggml.model", "gpt2")
        .string("tokenizer.ggml.pre", SPLIT.key())
        .strings("tokenizer.ggml.tokens", tokens())
        .int32s("tokenizer.ggml.token_type", types())
        .strings("tokenizer.ggml.merges", merges)
        .uint32("tokenizer.ggml.bos_token_id", endOfText)
        .uint32("tokenizer.ggml.eos_token_id", size() - 1)
        .uint32("tokenizer.ggml.padding_token_id", endOfText)
        .bool("tokenizer.ggml.add_bos_token", false);
  }
}
