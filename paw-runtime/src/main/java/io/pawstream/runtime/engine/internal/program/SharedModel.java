package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;

/**
 * An engine's hold of llama.cpp and of the interpreter in it, which gives every engine its tokens.
 * Any thread.
 */
public record SharedModel(LlamaLibrary library, LlamaModel model) implements AutoCloseable {
  /**
   * Takes the hold.
   *
   * @param deterministic whether all machines are to compute with the same kernels
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library or the interpreter
   *     cannot be loaded
   */
  public static SharedModel acquire(Interpreter interpreter, boolean deterministic) {
    LlamaLibrary library = LlamaLibrary.acquire(deterministic);
    try {
      return new SharedModel(
          library,
          LlamaModel.acquire(
              library, interpreter.name(), interpreter.file(), interpreter.sha256()));
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
