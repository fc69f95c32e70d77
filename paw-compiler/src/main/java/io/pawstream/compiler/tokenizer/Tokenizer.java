package io.pawstream.compiler.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.gguf.GgufArray;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * The byte-pair tokenizer of an interpreter: main entry point. Immutable; any thread.
 *
 * <p>Gives the ids of {@code llama_tokenize} (llama.cpp v0.5.0, no begin token) for vocabularies of
 * the model {@code gpt2} with the word split {@code qwen2} or {@code gpt-2}. What a letter is comes
 * from the Unicode tables of this Java platform: characters newer than those may be split
 * otherwise.
 */
public final class Tokenizer {
  // values of enum llama_token_type
  private static final int UNKNOWN = 2;
  private static final int CONTROL = 3;
  private static final int USER_DEFINED = 4;

  /** Tokens that llama.cpp takes for control tokens whatever the file says. */
  private static final Set<String> LOOK_LIKE_CONTROL =
      Set.of(
          "<|im_end|>",
          "<|endoftext|>",
          "<|fim_prefix|>",
          "<|fim_suffix|>",
          "<|fim_middle|>",
          "<|fim_pad|>",
          "<|repo_name|>",
          "<|file_sep|>");

  /** A token whose text is found before anything is split. */
  private record Special(String text, int id, boolean control) {}

  /** A piece of a text: a special token, or still text. */
  private record Part(String text, @Nullable Special token) {}

  private final List<String> texts;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, Special> specials = new HashMap<>();

  /** The same, the longest text first: the order in which they are looked for. */
  private final List<Special> byLength;

  private final BytePairs pairs;
  private final WordSplit split;
  private final int endToken;

  private Tokenizer(
      List<String> texts, long[] types, BytePairs pairs, WordSplit split, int endToken) {
    this.texts = texts;
    this.pairs = pairs;
    this.split = split;
    this.endToken = endToken;
    for (int i = 0; i < types.length; i++) {
      String text = texts.get(i);
      ids.putIfAbsent(text, i);
      boolean control =
          types[i] == CONTROL || types[i] == UNKNOWN || LOOK_LIKE_CONTROL.contains(text);
      if ((control || types[i] == USER_DEFINED) && !text.isEmpty()) {
        specials.put(i, new Special(text, i, control));
      }
    }
    this.byLength =
        specials.values().stream()
            .sorted(
                Comparator.comparingInt((Special s) -> s.text().getBytes(UTF_8).length)
                    .reversed()
                    .thenComparingInt(Special::id))
            .toList();
  }

  /**
   * Takes the vocabulary of an interpreter.
   *
   * @param header of an interpreter that has been checked
   * @throws GgufException if its tokenizer is of another kind, or lacks something
   */
  public static Tokenizer read(GgufHeader header) throws GgufException {
    String model = header.string("tokenizer.ggml.model").orElse("missing");
    if (!model.equals("gpt2")) {
      throw new GgufException(
          "The tokenizer must be a byte-pair one, gpt2: tokenizer.ggml.model=" + model);
    }
    String pre = header.string("tokenizer.ggml.pre").orElse("missing");
    WordSplit split =
        WordSplit.of(pre)
            .orElseThrow(
                () ->
                    new GgufException(
                        "The tokenizer must split words as qwen2 or gpt-2 does:"
                            + " tokenizer.ggml.pre="
                            + pre));
    List<String> texts = List.copyOf(array(header, "tokenizer.ggml.tokens").strings());
    long[] types = array(header, "tokenizer.ggml.token_type").integers();
    if (types.length != texts.size()) {
      throw new GgufException(
          "Every token must have a type: tokens=" + texts.size() + ", types=" + types.length);
    }
    long end = header.uint32("tokenizer.ggml.eos_token_id").orElse(-1L);
    if (end < 0 || end >= texts.size()) {
      throw new GgufException(
          "The vocabulary must have an end token: tokenizer.ggml.eos_token_id=" + end);
    }
    BytePairs pairs = new BytePairs(array(header, "tokenizer.ggml.merges").strings());
    return new Tokenizer(texts, types, pairs, split, (int) end);
  }

  /**
   * Takes a vocabulary that is in no file yet.
   *
   * @param merges {@code left right}, by rank
   */
  static Tokenizer of(
      List<String> texts, long[] types, List<String> merges, WordSplit split, int endToken) {
    return new Tokenizer(List.copyOf(texts), types, new BytePairs(merges), split, endToken);
  }

  private static GgufArray array(GgufHeader header, String key) throws GgufException {
    return header
        .array(key)
        .orElseThrow(() -> new GgufException("The vocabulary must have this array: key=" + key));
  }

  /** Tokens in the vocabulary. */
  public int size() {
    return texts.size();
  }

  /** The token that ends an answer. */
  public int endToken() {
    return endToken;
  }

  /** Whether this is a control token, which no record text may become. */
  public boolean isControl(int token) {
    Special special = specials.get(token);
    return special != null && special.control();
  }

  /** The control or user-defined token of this text. */
  public Optional<Integer> special(String text) {
    return specials.values().stream()
        .filter(special -> special.text().equals(text))
        .map(Special::id)
        .findFirst();
  }

  /**
   * The tokens of a text.
   *
   * @param control whether the text of control tokens becomes control tokens: never for record
   *     text. User-defined tokens are always found
   */
  public int[] encode(String text, boolean control) {
    List<Part> parts = List.of(new Part(text, null));
    for (Special special : byLength) {
      if ((control || !special.control()) && text.contains(special.text())) {
        parts = cut(parts, special);
      }
    }
    List<Integer> tokens = new ArrayList<>();
    for (Part part : parts) {
      if (part.token() != null) {
        tokens.add(part.token().id());
      } else {
        words(part.text(), tokens);
      }
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Puts a token wherever a part that is still text has its text. */
  private static List<Part> cut(List<Part> parts, Special special) {
    List<Part> finer = new ArrayList<>();
    for (Part part : parts) {
      if (part.token() != null) {
        finer.add(part);
        continue;
      }
      String text = part.text();
      int from = 0;
      for (int at = text.indexOf(special.text());
          at >= 0;
          at = text.indexOf(special.text(), from)) {
        finer.add(new Part(text.substring(from, at), null));
        finer.add(new Part(special.text(), special));
        from = at + special.text().length();
      }
      finer.add(new Part(text.substring(from), null));
    }
    return finer;
  }

  private void words(String text, List<Integer> tokens) {
    Matcher word = split.word().matcher(text);
    while (word.find()) {
      for (String piece : pairs.pieces(ByteAlphabet.encode(word.group()))) {
        Integer id = ids.get(piece);
        if (id != null) {
          tokens.add(id);
        } else {
          // a merge without a token: its bytes, as far as the vocabulary has them
          for (int i = 0; i < piece.length(); i++) {
            Integer single = ids.get(piece.substring(i, i + 1));
            if (single != null) {
              tokens.add(single);
            }
          }
        }
      }
    }
  }

  /** The text of an answer: control tokens are nothing, broken UTF-8 is U+FFFD. */
  public String text(int... tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      Special special = specials.get(token);
      if (special == null) {
        bytes.writeBytes(ByteAlphabet.decode(texts.get(token)));
      } else if (!special.control()) {
        bytes.writeBytes(special.text().getBytes(UTF_8));
      }
    }
    return bytes.toString(UTF_8);
  }

  /** The text that stands for a control or user-defined token, or the bytes of another as text. */
  String written(int token) {
    Special special = specials.get(token);
    return special != null ? special.text() : text(token);
  }
}
