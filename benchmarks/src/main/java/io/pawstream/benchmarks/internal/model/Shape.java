package io.pawstream.benchmarks.internal.model;

import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.util.List;

/**
 * The sizes of an interpreter to be made.
 *
 * @param name as on the command line
 * @param sizes its hyper-parameters
 * @param vocabularySize tokens in its vocabulary
 */
public record Shape(String name, HyperParameters sizes, int vocabularySize) {
  /** Qwen3-0.6B as published, with a window that llama.cpp gives no more memory than asked for. */
  public static final Shape QWEN3_06B =
      new Shape(
          "qwen3-0.6b",
          new HyperParameters(Architecture.QWEN3, 28, 40_960, 1024, 3072, 16, 8, 128, 128),
          151_936);

  /** GPT-2 124M with the 2048 positions that the PAW interpreter has. */
  public static final Shape GPT2 =
      new Shape(
          "gpt2",
          new HyperParameters(Architecture.GPT2, 12, 2048, 768, 3072, 12, 12, 64, 64),
          50_257);

  /** The sizes of {@code paw-tiny}, with a window of 2048 where it has 512. */
  public static final Shape PAW_TINY = tiny();

  private static Shape tiny() {
    Interpreter tiny = Interpreters.known("paw-tiny", null);
    HyperParameters sizes = tiny.shape();
    int vocabulary =
        Math.toIntExact(tiny.header().tensor("token_embd.weight").orElseThrow().shape().get(1));
    return new Shape(
        "paw-tiny",
        new HyperParameters(
            sizes.architecture(),
            sizes.blockCount(),
            2048,
            sizes.embeddingLength(),
            sizes.feedForwardLength(),
            sizes.headCount(),
            sizes.headCountKv(),
            sizes.keyLength(),
            sizes.valueLength()),
        vocabulary);
  }

  /** The names of all. */
  public static List<String> names() {
    return List.of(PAW_TINY.name, QWEN3_06B.name, GPT2.name);
  }

  /** The type that the weights of the published file have, or the nearest that fits the sizes. */
  public GgufType type() {
    return name.equals(QWEN3_06B.name) ? GgufType.Q6_K : GgufType.Q8_0;
  }

  /**
   * The shape of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Shape named(String name) {
    for (Shape shape : List.of(PAW_TINY, QWEN3_06B, GPT2)) {
      if (shape.name.equals(name)) {
        return shape;
      }
    }
    throw new IllegalArgumentException("a shape must be one of " + names() + ": shape=" + name);
  }
}
