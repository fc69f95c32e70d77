package io.pawstream.benchmarks.internal.training;

import io.pawstream.benchmarks.internal.model.RandomInterpreter;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.HyperParameters;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.TrainingPass;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.tensor.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An interpreter that passes are measured on. Its weights are in memory as the compiler has them.
 *
 * @param name in tables
 */
record Subject(String name, Transformer model) {
  /** What the compiler lets a pass keep, see {@code docs/compiler.md}. */
  private static final long KEPT_BYTES = 512L << 20;

  private static final long KEPT_FLOATS = 20;

  /** The interpreter that comes with the project. */
  static Subject shipped() throws IOException {
    TensorFile file =
        TensorFile.open(Interpreters.known("paw-tiny", null).file(), GgufLimits.INTERPRETER);
    return new Subject("paw-tiny", Transformer.load(file, Transformer.Keep.FLOATS));
  }

  /** The sizes that {@code bin/make-paw-tiny} gives an interpreter if nothing else is said. */
  static Subject tiny() {
    ModelShape shape =
        new ModelShape(
            ModelShape.Architecture.QWEN3, 6, 512, 128, 384, 4, 2, 32, 1e-6f, 10_000, 6144, true);
    return new Subject("6 blocks of 128", Transformer.random(shape, 1));
  }

  /**
   * Qwen3-0.6B with random Q6_K weights, decoded at every use.
   *
   * @param blocks 28 for all of it
   */
  static Subject qwen3(int blocks) throws IOException {
    Shape all = Shape.QWEN3_06B;
    HyperParameters s = all.sizes();
    Shape shape =
        new Shape(
            all.name(),
            new HyperParameters(
                s.architecture(),
                blocks,
                s.contextLength(),
                s.embeddingLength(),
                s.feedForwardLength(),
                s.headCount(),
                s.headCountKv(),
                s.keyLength(),
                s.valueLength()),
            all.vocabularySize());
    Path file = Files.createTempFile("paw-benchmark-", ".gguf");
    try {
      RandomInterpreter.write(file, shape, GgufType.Q6_K, 1);
      Transformer model =
          Transformer.load(
              TensorFile.open(file, GgufLimits.INTERPRETER), Transformer.Keep.AS_STORED);
      String name = "Qwen3-0.6B" + (blocks == s.blockCount() ? "" : ", blocks: " + blocks);
      return new Subject(name, model);
    } finally {
      // the mapped weights stay until nothing uses them
      Files.delete(file);
    }
  }

  TrainingPass.Memory memory(int tokens) {
    ModelShape shape = model.shape();
    return KEPT_FLOATS * Float.BYTES * shape.width() * shape.blocks() * tokens <= KEPT_BYTES
        ? TrainingPass.Memory.KEEP
        : TrainingPass.Memory.RECOMPUTE;
  }

  /**
   * What a pass over it takes at least.
   *
   * @param headRows rows of a sequence with logits
   * @param rank of the adapter; 0 for none
   */
  Work work(int headRows, int rank) {
    return new Work(model.shape(), model.linearLayers(), Steps.TOKENS, headRows, rank);
  }
}
