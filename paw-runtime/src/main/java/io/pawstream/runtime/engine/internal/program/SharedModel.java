package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.llama.internal.Placement;

/**
 * An engine's hold of llama.cpp and of the interpreter in it, which gives every engine its tokens.
 * Any thread.
 */
public record SharedModel(LlamaLibrary library, LlamaModel model) implements AutoCloseable {
  /** Says where an interpreter is to lie. */
  @FunctionalInterface
  public interface Placer {
    /** For everything that computes on the processor, or takes nothing but tokens from it. */
    Placer CPU = library -> Placement.CPU;

    Placement place(LlamaLibrary library);
  }

  /**
   * Takes the hold.
   *
   * @param deterministic whether all machines are to compute with the same kernels
   * @param placer asked once, when the library is loaded
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library or the interpreter
   *     cannot be loaded
   */
  public static SharedModel acquire(Interpreter interpreter, boolean deterministic, Placer placer) {
    LlamaLibrary library = LlamaLibrary.acquire(deterministic);
    try {
      return new SharedModel(
          library,
          LlamaModel.acquire(
              library,
              interpreter.name(),
              interpreter.file(),
              interpreter.sha256(),
              placer.place(library)));
    } catch (RuntimeException | Error e) {
      library.release();
      throw e;
    }
  }

  @Override
  public void close() {
    model.close();
    library.release();
  }
}
