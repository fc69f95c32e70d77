package io.pawstream.runtime.engine.internal.program;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.llama.internal.NativeLlama;
import io.pawstream.runtime.llama.internal.Placement;

/**
 * An engine's hold of a llama.cpp and of the interpreter in it, which gives every engine its
 * tokens. Any thread.
 */
public record SharedModel(NativeLlama library, LlamaModel model) implements AutoCloseable {
  /**
   * Takes the hold in the llama.cpp of our own natives, on the processor.
   *
   * @param deterministic whether all machines are to compute with the same kernels
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the library or the interpreter
   *     cannot be loaded
   */
  public static SharedModel acquire(Interpreter interpreter, boolean deterministic) {
    return of(interpreter, LlamaLibrary.acquire(deterministic), Placement.CPU);
  }

  /**
   * Takes the hold in any llama.cpp.
   *
   * @param library becomes this object's own, to be given back, even if this fails
   * @param placement where the interpreter is to lie
   * @throws io.pawstream.runtime.llama.internal.LlamaException if the interpreter cannot be loaded
   */
  public static SharedModel of(Interpreter interpreter, NativeLlama library, Placement placement) {
    try {
      return new SharedModel(
          library,
          LlamaModel.acquire(
              library, interpreter.name(), interpreter.file(), interpreter.sha256(), placement));
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
