package io.pawstream.benchmarks.internal.model;

import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.gguf.GgufHeader;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.gguf.GgufWriter;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * An interpreter of a real shape with random weights: as slow and as large as the real one, and
 * useless for anything else.
 *
 * <p>Its vocabulary is that of {@code paw-tiny}, filled up with tokens that no text gives: so texts
 * are tokenized as {@code paw-tiny} does, into somewhat more tokens than the real vocabulary would
 * give. The output matrix is the token embedding unless asked otherwise.
 */
public final class RandomInterpreter {
  /** Type of a token that no text gives, in {@code tokenizer.ggml.token_type}. */
  private static final int UNUSED = 5;

  private RandomInterpreter() {}

  /**
   * Writes the file; replaces one that is there.
   *
   * @param type of all matrices: {@code Q6_K} or {@code Q8_0}
   * @param seed equal seeds give equal bytes
   */
  public static void write(Path target, Shape shape, GgufType type, long seed) throws IOException {
    write(target, shape, type, false, seed);
  }

  /**
   * Writes the file; replaces one that is there.
   *
   * @param type of all matrices: {@code Q6_K} or {@code Q8_0}
   * @param untied whether the output matrix is one of its own
   * @param seed equal seeds give equal bytes
   */
  public static void write(Path target, Shape shape, GgufType type, boolean untied, long seed)
      throws IOException {
    GgufWriter gguf = new GgufWriter();
    metadata(gguf, shape, type);
    vocabulary(gguf, shape);
    RandomBlocks blocks = new RandomBlocks(seed);
    Map<String, List<Long>> tensors =
        shape.sizes().architecture().tensors(shape.sizes(), shape.vocabularySize());
    if (untied) {
      tensors.put(
          "output.weight",
          List.of((long) shape.sizes().embeddingLength(), (long) shape.vocabularySize()));
    }
    tensors.forEach(
        (name, dimensions) -> {
          GgufType stored =
              dimensions.size() == 1 || name.equals("position_embd.weight") ? GgufType.F32 : type;
          gguf.tensor(
              name, stored, dimensions, out -> weights(blocks, name, stored, dimensions, out));
        });
    NewFile.folderOf(target);
    gguf.write(target, GgufLimits.INTERPRETER);
  }

  private static void weights(
      RandomBlocks blocks, String name, GgufType type, List<Long> shape, OutputStream out)
      throws IOException {
    if (shape.size() == 1) {
      float value = name.endsWith("norm.weight") ? 1 : 0;
      blocks.writeConstant(out, value, shape.get(0));
      return;
    }
    // keeps activations at about one from layer to layer
    double deviation = 1 / Math.sqrt(shape.get(0));
    long elements = LongStream.of(shape.get(0), shape.get(1)).reduce(1, Math::multiplyExact);
    blocks.write(out, type, elements, deviation);
  }

  private static void metadata(GgufWriter gguf, Shape shape, GgufType type) {
    HyperParameters sizes = shape.sizes();
    String key = sizes.architecture().key();
    gguf.string("general.architecture", key)
        .string("general.type", "model")
        .string("general.name", "random-" + shape.name())
        .uint32("general.file_type", type == GgufType.Q6_K ? 18 : 7)
        .uint32("general.quantization_version", 2)
        .uint32(key + ".block_count", sizes.blockCount())
        .uint32(key + ".context_length", sizes.contextLength())
        .uint32(key + ".embedding_length", sizes.embeddingLength())
        .uint32(key + ".feed_forward_length", sizes.feedForwardLength())
        .uint32(key + ".attention.head_count", sizes.headCount());
    if (sizes.architecture() == Architecture.GPT2) {
      gguf.float32(key + ".attention.layer_norm_epsilon", 1e-5f);
      return;
    }
    gguf.uint32(key + ".attention.head_count_kv", sizes.headCountKv())
        .uint32(key + ".attention.key_length", sizes.keyLength())
        .uint32(key + ".attention.value_length", sizes.valueLength())
        .float32(key + ".attention.layer_norm_rms_epsilon", 1e-6f)
        .float32(key + ".rope.freq_base", 1e6f);
  }

  private static void vocabulary(GgufWriter gguf, Shape shape) throws GgufException {
    int size = shape.vocabularySize();
    GgufHeader tiny = Interpreters.known("paw-tiny", null).header();
    List<String> tokens = new ArrayList<>(tiny.array("tokenizer.ggml.tokens").get().strings());
    int own = tokens.size();
    if (size < own) {
      throw new IllegalArgumentException(
          "a vocabulary must hold that of paw-tiny: size=" + size + ", least=" + own);
    }
    int[] types =
        Arrays.copyOf(
            Arrays.stream(tiny.array("tokenizer.ggml.token_type").get().integers())
                .mapToInt(Math::toIntExact)
                .toArray(),
            size);
    Arrays.fill(types, own, size, UNUSED);
    for (int i = own; i < size; i++) {
      tokens.add("<unused-" + i + '>');
    }
    gguf.string("tokenizer.ggml.model", tiny.string("tokenizer.ggml.model").get())
        // how texts are cut before the merges, as the real ones do it: releases differ in its speed
        .string(
            "tokenizer.ggml.pre",
            shape.sizes().architecture() == Architecture.GPT2
                ? "gpt-2"
                : tiny.string("tokenizer.ggml.pre").get())
        .strings("tokenizer.ggml.tokens", tokens)
        .int32s("tokenizer.ggml.token_type", types)
        .strings("tokenizer.ggml.merges", tiny.array("tokenizer.ggml.merges").get().strings())
        .bool("tokenizer.ggml.add_bos_token", false);
    for (String name : List.of("eos", "bos", "padding")) {
      String key = "tokenizer.ggml." + name + "_token_id";
      tiny.uint32(key).ifPresent(id -> gguf.uint32(key, id));
    }
  }
}
