package io.pawstream.runtime.interpreter;

import io.pawstream.runtime.gguf.GgufArray;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufValue.Type;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

  private InterpreterCheck() {}

  /**
   * Checks a header.
   *
   * @return its hyper-parameters
   * @throws InterpreterException if a rule is broken; the message names the key or tensor
   */
  public static HyperParameters check(GgufHeader header) {
    try {
      if (!header.string("general.type").orElse("model").equals("model")) {
        throw broken("have the type model", "general.type", header.string("general.type").get());
      }
      if (header.metadata().keySet().stream().anyMatch(key -> key.startsWith("split."))) {
        // llama.cpp would go and load the other parts, which nobody has checked
        throw broken("be one file, not a part of several", "key", "split.*");
      }
      HyperParameters shape = HyperParameters.read(header);
      tensors(header, shape, vocabulary(header));
      return shape;
    } catch (GgufException e) {
      throw new InterpreterException(
          "An interpreter must have a sound header: " + e.getMessage(), e);
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
    array(header, "tokenizer.ggml.merges", Type.STRING, -1);
    array(header, "tokenizer.ggml.token_type", Type.INT32, size);
    array(header, "tokenizer.ggml.scores", Type.FLOAT32, size);
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

  private static void array(GgufHeader header, String key, Type type, int size)
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
