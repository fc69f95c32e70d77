package io.pawstream.runtime.interpreter;

import io.pawstream.runtime.gguf.GgufArray;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufValue;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The gate before an interpreter reaches native code: its header must describe one of our
 * architectures, consistently. Applied to pinned files too, for better messages than native code
 * gives.
 */
public final class InterpreterCheck {
  private static final String TOKENS = "tokenizer.ggml.tokens";
  private static final String OUTPUT = "output.weight";

  private static final Set<GgufType> MATRIX_TYPES =
      EnumSet.complementOf(
          EnumSet.of(GgufType.I8, GgufType.I16, GgufType.I32, GgufType.I64, GgufType.F64));

  /** Without the prefix of the architecture. */
  private static final Set<String> SETTINGS =
      Set.of(
          "attention.head_count",
          "attention.head_count_kv",
          "attention.key_length",
          "attention.layer_norm_epsilon",
          "attention.layer_norm_rms_epsilon",
          "attention.value_length",
          "block_count",
          "context_length",
          "embedding_length",
          "feed_forward_length",
          "rope.dimension_count",
          "rope.freq_base",
          "vocab_size");

  private InterpreterCheck() {}

  /**
   * Checks the header of a file that anybody may have made.
   *
   * @return its hyper-parameters
   * @throws InterpreterException if a rule is broken; the message names the key or tensor
   */
  public static HyperParameters check(GgufHeader header) {
    return check(header, false);
  }

  /**
   * Checks a header.
   *
   * @param known whether the file is one of {@link KnownInterpreter}, which may have settings that
   *     we do not know
   */
  static HyperParameters check(GgufHeader header, boolean known) {
    try {
      if (!header.string("general.type").orElse("model").equals("model")) {
        throw broken("have the type model", "general.type", header.string("general.type").get());
      }
      if (header.metadata().keySet().stream().anyMatch(key -> key.startsWith("split."))) {
        // llama.cpp would go and load the other parts, which nobody has checked
        throw broken("be one file, not a part of several", "key", "split.*");
      }
      HyperParameters shape = HyperParameters.read(header);
      settings(header, shape, known);
      tensors(header, shape, vocabulary(header));
      return shape;
    } catch (GgufException e) {
      throw new InterpreterException(
          "An interpreter must have a sound header: " + e.getMessage(), e);
    }
  }

  /** Settings beside the sizes. Some values of some of them abort llama.cpp, or never return. */
  private static void settings(GgufHeader header, HyperParameters shape, boolean known)
      throws GgufException {
    String prefix = shape.architecture().key() + ".";
    if (!known) {
      for (String key : header.metadata().keySet()) {
        if (key.startsWith(prefix) && !SETTINGS.contains(key.substring(prefix.length()))) {
          throw broken("have no other settings than " + new TreeSet<>(SETTINGS), "key", key);
        }
      }
    }
    for (String name :
        List.of("attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon")) {
      float epsilon = header.float32(prefix + name).orElse(1e-6f);
      if (!(epsilon > 0 && epsilon < 1)) {
        throw broken("have an epsilon between 0 and 1", prefix + name, epsilon);
      }
    }
    float base = header.float32(prefix + "rope.freq_base").orElse(10_000f);
    if (!(base >= 1 && base <= 1e12f)) {
      throw broken("have a rope base from 1 to 1e12", prefix + "rope.freq_base", base);
    }
    long rope = header.uint32(prefix + "rope.dimension_count").orElse((long) shape.keyLength());
    if (rope != shape.keyLength()) {
      throw broken(
          "turn whole keys, keyLength=" + shape.keyLength(), prefix + "rope.dimension_count", rope);
    }
  }

  /** How many tokens there are. llama.cpp asserts that they differ, and trusts array lengths. */
  private static int vocabulary(GgufHeader header) throws GgufException {
    Optional<String> model = header.string("tokenizer.ggml.model");
    if (!model.equals(Optional.of("gpt2"))) {
      throw broken(
          "have a byte-level BPE vocabulary, gpt2",
          "tokenizer.ggml.model",
          model.orElse("missing"));
    }
    Optional<GgufArray> tokens = header.array(TOKENS);
    int size = tokens.map(GgufArray::size).orElse(0);
    if (tokens.isEmpty() || size < 2) {
      throw broken("have a vocabulary", TOKENS, size);
    }
    Set<String> seen = new HashSet<>();
    for (String token : tokens.get().strings()) {
      if (token.isEmpty() || !seen.add(token)) {
        throw broken("have tokens that are not empty and all different", "token", seen.size());
      }
    }
    array(header, "tokenizer.ggml.merges", GgufValue.Type.STRING, -1);
    array(header, "tokenizer.ggml.token_type", GgufValue.Type.INT32, size);
    array(header, "tokenizer.ggml.scores", GgufValue.Type.FLOAT32, size);
    if (header.uint32("tokenizer.ggml.eos_token_id").isEmpty()) {
      throw broken("have an end token", "tokenizer.ggml.eos_token_id", "missing");
    }
    for (String key : header.metadata().keySet()) {
      if (key.startsWith("tokenizer.ggml.") && key.endsWith("_token_id")) {
        long id = header.uint32(key).orElse(0L);
        if (id >= size) {
          throw broken("name tokens inside its vocabulary, size=" + size, key, id);
        }
      }
    }
    return size;
  }

  private static void array(GgufHeader header, String key, GgufValue.Type type, int size)
      throws GgufException {
    Optional<GgufArray> array = header.array(key);
    if (array.isPresent()
        && (array.get().elementType() != type || (size >= 0 && array.get().size() != size))) {
      throw broken(
          "have " + type + " here" + (size >= 0 ? ", one per token, size=" + size : ""),
          key,
          array.get());
    }
  }

  private static void tensors(GgufHeader header, HyperParameters shape, int vocabularySize) {
    Map<String, GgufTensor> own = new HashMap<>();
    header.tensors().forEach(tensor -> own.put(tensor.name(), tensor));
    Map<String, List<Long>> wanted = shape.architecture().tensors(shape, vocabularySize);
    if (own.containsKey(OUTPUT)) {
      // without it the output layer is the token embedding
      wanted.put(OUTPUT, List.of((long) shape.embeddingLength(), (long) vocabularySize));
    }
    wanted.forEach((name, expected) -> tensor(name, expected, own.get(name)));
  }

  private static void tensor(String name, List<Long> expected, @Nullable GgufTensor actual) {
    if (actual == null) {
      throw broken("have all tensors of its architecture", "missing", name);
    }
    if (!actual.shape().equals(expected)) {
      throw broken(
          "have tensors that fit its sizes, tensor=" + name + ", expected=" + expected,
          "shape",
          actual.shape());
    }
    boolean typed =
        expected.size() == 1 ? actual.type() == GgufType.F32 : MATRIX_TYPES.contains(actual.type());
    if (!typed) {
      throw broken(
          "have vectors in F32 and matrices in a type to multiply with, tensor=" + name,
          "type",
          actual.type());
    }
  }

  private static InterpreterException broken(String rule, String name, Object value) {
    return new InterpreterException("An interpreter must " + rule + ": " + name + "=" + value);
  }
}
