package io.pawstream.runtime.interpreter;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import java.util.Optional;

/**
 * The sizes of an interpreter, each within bounds. Immutable; any thread.
 *
 * @param architecture model family
 * @param blockCount blocks, 1 to 512 (llama.cpp keeps per-block tables of 512)
 * @param contextLength tokens it was trained for
 * @param embeddingLength width of a token's vector
 * @param feedForwardLength width inside the feed-forward layer
 * @param headCount attention heads
 * @param headCountKv heads of keys and values; divides {@code headCount}
 * @param keyLength width of one key
 * @param valueLength width of one value
 */
public record HyperParameters(
    Architecture architecture,
    int blockCount,
    int contextLength,
    int embeddingLength,
    int feedForwardLength,
    int headCount,
    int headCountKv,
    int keyLength,
    int valueLength) {
  private static final String ARCHITECTURE = "general.architecture";

  /**
   * @throws InterpreterException if the sizes do not fit each other; llama.cpp asserts that they do
   */
  public HyperParameters {
    require(headCount % headCountKv == 0, "headCountKv", headCountKv, "divide the heads");
    require(keyLength == valueLength, "valueLength", valueLength, "equal keyLength=" + keyLength);
    require(keyLength % 2 == 0, "keyLength", keyLength, "be even");
    if (architecture == Architecture.GPT2) {
      require(headCountKv == headCount, "headCountKv", headCountKv, "equal headCount=" + headCount);
      require(
          keyLength * headCount == embeddingLength,
          "embeddingLength",
          embeddingLength,
          "be headCount=" + headCount + " times keyLength=" + keyLength);
    }
  }

  /**
   * Reads them from a header.
   *
   * @throws InterpreterException if the architecture is not known, a size is missing or out of
   *     bounds
   * @throws GgufException if a value has another type
   */
  static HyperParameters read(GgufHeader header) throws GgufException {
    Optional<String> key = header.string(ARCHITECTURE);
    Architecture architecture =
        key.flatMap(Architecture::of)
            .orElseThrow(
                () ->
                    new InterpreterException(
                        "An interpreter must have the architecture qwen3 or gpt2: "
                            + ARCHITECTURE
                            + "="
                            + key.orElse("missing")));
    Sizes sizes = new Sizes(header, architecture.key());
    int embedding = sizes.required("embedding_length", 1 << 16);
    int heads = sizes.required("attention.head_count", 1024);
    int width = Math.max(1, embedding / heads);
    return new HyperParameters(
        architecture,
        sizes.required("block_count", 512),
        sizes.required("context_length", 1 << 22),
        embedding,
        sizes.required("feed_forward_length", 1 << 20),
        heads,
        sizes.optional("attention.head_count_kv", heads, heads),
        sizes.optional("attention.key_length", width, 1 << 12),
        sizes.optional("attention.value_length", width, 1 << 12));
  }

  private static void require(boolean holds, String name, int value, String rule) {
    if (!holds) {
      throw new InterpreterException(
          "A size of an interpreter must " + rule + ": " + name + "=" + value);
    }
  }

  /** The sizes of one file. */
  private record Sizes(GgufHeader header, String prefix) {
    int required(String name, int max) throws GgufException {
      return optional(name, 0, max);
    }

    int optional(String name, int otherwise, int max) throws GgufException {
      String key = prefix + "." + name;
      long value = header.uint32(key).orElse((long) otherwise);
      if (value < 1 || value > max) {
        throw new InterpreterException(
            "A size of an interpreter must be there and be 1 to "
                + max
                + ": "
                + key
                + "="
                + (header.metadata().containsKey(key) ? value : "missing"));
      }
      return (int) value;
    }
  }
}
