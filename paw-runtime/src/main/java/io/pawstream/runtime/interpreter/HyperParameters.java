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

  public HyperParameters {
    if (headCount % headCountKv != 0) {
      throw new InterpreterException(
          "The heads of an interpreter must be a multiple of its key heads: headCount="
              + headCount
              + ", headCountKv="
              + headCountKv);
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
