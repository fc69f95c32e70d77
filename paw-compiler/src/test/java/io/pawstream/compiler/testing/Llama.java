package io.pawstream.compiler.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import java.nio.file.Path;

/** An interpreter in llama.cpp. */
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

  /**
   * The logits of every token of a sequence.
   *
   * @param adapter null for the interpreter alone
   */
  public float[][] logits(Path adapter, int... tokens) {
    LlamaAdapter lora = adapter == null ? null : LlamaAdapter.load(model, adapter);
    try (LlamaContext context =
            new LlamaContext(model, new ContextSettings(tokens.length, 512, 512, 1, 1));
        LlamaBatch batch = new LlamaBatch(tokens.length, 1)) {
      context.use(lora);
      for (int i = 0; i < tokens.length; i++) {
        batch.add(tokens[i], i, 0, true);
      }
      context.decode(batch);
      float[][] logits = new float[tokens.length][model.vocabSize()];
      for (int i = 0; i < tokens.length; i++) {
        context.logits(i, logits[i]);
      }
      return logits;
    } finally {
      if (lora != null) {
        lora.close();
      }
    }
  }

  @Override
  public void close() {
    model.close();
    library.release();
  }
}
