package io.pawstream.compiler.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;

/** An interpreter in llama.cpp, for its tokenizer. */
public final class Llama implements AutoCloseable {
  private final LlamaLibrary library = LlamaLibrary.acquire(true);
  private final LlamaModel model;

  public Llama(Interpreter interpreter) {
    model =
        LlamaModel.acquire(library, interpreter.name(), interpreter.file(), interpreter.sha256());
  }

  public int[] tokenize(String text, boolean control) {
    return model.tokenize(text.getBytes(UTF_8), control);
  }

  public boolean isControl(int token) {
    return model.isControl(token);
  }

  public int endToken() {
    return model.endToken();
  }

  @Override
  public void close() {
    model.close();
    library.release();
  }
}
