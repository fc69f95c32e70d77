package io.pawstream.benchmarks.internal.model;

import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;

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

  /**
   * The shape of this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Shape named(String name) {
    if (name.equals(QWEN3_06B.name)) {
      return QWEN3_06B;
    }
    if (name.equals(GPT2.name)) {
      return GPT2;
    }
    throw new IllegalArgumentException(
        "a shape must be " + QWEN3_06B.name + " or " + GPT2.name + ": shape=" + name);
  }
}
