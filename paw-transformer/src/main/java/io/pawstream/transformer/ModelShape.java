package io.pawstream.transformer;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.gguf.GgufWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The hyper-parameters of an interpreter. Immutable; any thread.
 *
 * @param architecture model family
 * @param blocks how many blocks
 * @param contextLength positions it was trained for
 * @param width of a token's vector
 * @param feedForward width inside the feed-forward layer
 * @param heads attention heads
 * @param keyValueHeads heads of keys and values; divides {@code heads}
 * @param headWidth of one query, key or value; even
 * @param normEpsilon what the norms add to a variance
 * @param ropeBase base of the rotary frequencies; 0 where positions are learned
 * @param vocabulary tokens
 * @param tiedOutput whether the output layer is the token embedding
 */
public record ModelShape(
    Architecture architecture,
    int blocks,
    int contextLength,
    int width,
    int feedForward,
    int heads,
    int keyValueHeads,
    int headWidth,
    float normEpsilon,
    float ropeBase,
    int vocabulary,
    boolean tiedOutput) {
  /** The families that can be computed. */
  public enum Architecture {
    /** RMS norms, rotary positions, normed queries and keys, grouped heads, SwiGLU; no biases. */
    QWEN3,
    /** Layer norms, learned positions, one fused projection, GELU; biases everywhere. */
    GPT2;

    /** The name in {@code general.architecture}, and the prefix of keys. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String EMBEDDING = "token_embd.weight";
  private static final int MAX_SIZE = 1 << 24;

  public ModelShape {
    boolean sound =
        blocks >= 1
            && contextLength >= 1
            && width >= 1
            && feedForward >= 1
            && heads >= 1
            && keyValueHeads >= 1
            && heads % keyValueHeads == 0
            && headWidth >= 2
            && headWidth % 2 == 0
            && normEpsilon > 0
            && vocabulary >= 2
            && (architecture == Architecture.QWEN3
                ? ropeBase > 0
                : keyValueHeads == heads && heads * headWidth == width);
    if (!sound) {
      throw new IllegalArgumentException(
          "the sizes of an interpreter must fit each other: architecture="
              + architecture
              + ", blocks="
              + blocks
              + ", contextLength="
              + contextLength
              + ", width="
              + width
              + ", feedForward="
              + feedForward
              + ", heads="
              + heads
              + ", keyValueHeads="
              + keyValueHeads
              + ", headWidth="
              + headWidth
              + ", normEpsilon="
              + normEpsilon
              + ", ropeBase="
              + ropeBase
              + ", vocabulary="
              + vocabulary);
    }
  }

  /** Columns of all queries together. */
  public int queryWidth() {
    return heads * headWidth;
  }

  /** Columns of all keys, or all values, together. */
  public int keyWidth() {
    return keyValueHeads * headWidth;
  }

  /**
   * Reads them from the header of an interpreter.
   *
   * @throws GgufException if one is missing or of another type, or asks for what is not computed
   *     here: another architecture, scaled or partial rotary positions, values of another width
   *     than keys
   */
  public static ModelShape read(GgufHeader header) throws GgufException {
    String name = header.string("general.architecture").orElse("missing");
    Architecture architecture =
        Arrays.stream(Architecture.values())
            .filter(a -> a.key().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new GgufException(
                        "An interpreter must have the architecture qwen3 or gpt2:"
                            + " general.architecture="
                            + name));
    boolean rotary = architecture == Architecture.QWEN3;
    Keys keys = new Keys(header, name + ".");
    int width = keys.size("embedding_length", 0);
    int heads = keys.size("attention.head_count", 0);
    int headWidth = keys.size("attention.key_length", Math.max(1, width / heads));
    keys.mustBe("attention.value_length", headWidth);
    keys.mustBe("rope.dimension_count", headWidth);
    if (!header.string(name + ".rope.scaling.type").orElse("none").equals("none")) {
      throw new GgufException("Rotary positions must not be scaled: key=" + name + ".rope.scaling");
    }
    String epsilon = rotary ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon";
    List<Long> embedding = header.tensor(EMBEDDING).map(GgufTensor::shape).orElse(List.of());
    if (embedding.size() != 2) {
      throw new GgufException(
          "An interpreter must have a matrix of this name: tensor="
              + EMBEDDING
              + ", shape="
              + embedding);
    }
    try {
      return new ModelShape(
          architecture,
          keys.size("block_count", 0),
          keys.size("context_length", 0),
          width,
          keys.size("feed_forward_length", 0),
          heads,
          keys.size("attention.head_count_kv", heads),
          headWidth,
          keys.real(epsilon, 0),
          rotary ? keys.real("rope.freq_base", 10000) : 0,
          Math.toIntExact(embedding.get(1)),
          header.tensor("output.weight").isEmpty());
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new GgufException(String.valueOf(e.getMessage()));
    }
  }

  /** Adds them to a file, with the keys that llama.cpp reads. */
  public void write(GgufWriter writer) {
    String prefix = architecture.key() + ".";
    writer
        .uint32(prefix + "block_count", blocks)
        .uint32(prefix + "context_length", contextLength)
        .uint32(prefix + "embedding_length", width)
        .uint32(prefix + "feed_forward_length", feedForward)
        .uint32(prefix + "attention.head_count", heads);
    if (architecture == Architecture.QWEN3) {
      writer
          .uint32(prefix + "attention.head_count_kv", keyValueHeads)
          .uint32(prefix + "attention.key_length", headWidth)
          .uint32(prefix + "attention.value_length", headWidth)
          .float32(prefix + "attention.layer_norm_rms_epsilon", normEpsilon)
          .float32(prefix + "rope.freq_base", ropeBase);
    } else {
      writer.float32(prefix + "attention.layer_norm_epsilon", normEpsilon);
    }
  }

  private record Keys(GgufHeader header, String prefix) {
    int size(String name, long otherwise) throws GgufException {
      long value = header.uint32(prefix + name).orElse(otherwise);
      if (value < 1 || value > MAX_SIZE) {
        throw new GgufException(
            "A size must be there and be 1 to " + MAX_SIZE + ": " + prefix + name + "=" + value);
      }
      return (int) value;
    }

    float real(String name, float otherwise) throws GgufException {
      return header.float32(prefix + name).orElse(otherwise);
    }

    void mustBe(String name, int expected) throws GgufException {
      if (size(name, expected) != expected) {
        throw new GgufException(
            "Queries, keys and values must have one width, all of it rotated: "
                + prefix
                + name
                + "="
                + size(name, expected)
                + ", expected="
                + expected);
      }
    }
  }
}
