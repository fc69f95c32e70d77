package io.pawstream.engine.blas;

import io.pawstream.engine.blas.internal.BlasEngine;
import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.EngineProvider;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.gguf.GgufException;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.transformer.ModelShape;
import io.pawstream.transformer.math.OpenBlasGemm;

/**
 * The engine {@code blas}: labels by a forward pass of our own over OpenBLAS, all records of a
 * micro-batch as one matrix. Free text stays with {@code llama}. Any thread.
 */
public final class BlasProvider implements EngineProvider {
  /** Its name in configuration. */
  public static final String NAME = "blas";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void check(Interpreter interpreter) {
    try {
      ModelShape.read(interpreter.header());
      new OpenBlasGemm();
    } catch (GgufException | IllegalStateException e) {
      throw new EngineUnavailableException(
          "the engine blas cannot be used here: interpreter="
              + interpreter.name()
              + ", reason="
              + e.getMessage()
              + "; use the engine llama",
          e);
    }
  }

  @Override
  public Engine open(Interpreter interpreter, EngineOptions options) {
    check(interpreter);
    return BlasEngine.open(interpreter, options);
  }
}
