package io.pawstream.compiler.internal;

import io.pawstream.compiler.CompileException;
import io.pawstream.runtime.gguf.GgufLimits;
import io.pawstream.runtime.gguf.GgufTensor;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.TrainingPass;
import io.pawstream.transformer.Transformer;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.Gemm;
import io.pawstream.transformer.math.JavaGemm;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import io.pawstream.transformer.tensor.TensorFile;
import java.io.IOException;

/**
 * An interpreter in memory and the threads that compute with it. One thread.
 *
 * @param products what multiplies matrices: {@code openblas} or {@code java}
 */
record Computer(Transformer model, Workers workers, Compute compute, String products)
    implements AutoCloseable {
  /** Up to this size, 256 MiB as floats, decoding weights once is worth the memory. */
  private static final long SMALL_PARAMETERS = 64L << 20;

  /** Bytes that a training pass may keep of a step. */
  private static final long KEPT_BYTES = 512L << 20;

  /** Floats that a training pass keeps for every token, block and unit of width. */
  private static final long KEPT_FLOATS = 20;

  static Computer open(Interpreter interpreter, int threads) {
    long parameters = interpreter.header().tensors().stream().mapToLong(Computer::elements).sum();
    Transformer.Keep keep =
        parameters <= SMALL_PARAMETERS ? Transformer.Keep.FLOATS : Transformer.Keep.AS_STORED;
    try {
      Transformer model =
          Transformer.load(TensorFile.open(interpreter.file(), GgufLimits.INTERPRETER), keep);
      Workers workers = new Workers(threads);
      String products = "openblas";
      Gemm gemm;
      try {
        gemm = new OpenBlasGemm();
      } catch (IllegalStateException e) {
        // no native code for this machine on the class path
        products = "java";
        gemm = new JavaGemm();
      }
      return new Computer(model, workers, Compute.of(gemm, workers), products);
    } catch (IOException e) {
      throw new CompileException(
          "The interpreter must be one to compute with: interpreter="
              + interpreter.name()
              + ", "
              + e.getMessage(),
          e);
    }
  }

  private static long elements(GgufTensor tensor) {
    return tensor.shape().stream().reduce(1L, (a, b) -> a * b);
  }

  /**
   * A training pass for steps of so many tokens.
   *
   * @param tokens that are computed at once, at most
   */
  TrainingPass trainingPass(int tokens) {
    ModelShape shape = model.shape();
    long kept = KEPT_FLOATS * Float.BYTES * shape.width() * shape.blocks() * tokens;
    return new TrainingPass(
        model,
        compute,
        kept <= KEPT_BYTES ? TrainingPass.Memory.KEEP : TrainingPass.Memory.RECOMPUTE);
  }

  @Override
  public void close() {
    workers.close();
  }
}
