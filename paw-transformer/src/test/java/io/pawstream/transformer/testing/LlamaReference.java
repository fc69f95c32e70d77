package io.pawstream.transformer.testing;

import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What llama.cpp computes from the same files. */
public final class LlamaReference {
  private LlamaReference() {}

  /** The tokens of a text; control tokens are recognised. */
  public static int[] tokens(Path interpreter, String text) {
    LlamaLibrary library = LlamaLibrary.acquire(false);
    try (LlamaModel model = model(library, interpreter)) {
      return model.tokenize(text.getBytes(StandardCharsets.UTF_8), true);
    } finally {
      library.release();
    }
  }

  private static LlamaModel model(LlamaLibrary library, Path interpreter) {
    // the name tells models apart; their digests do not matter here
    return LlamaModel.acquire(
        library, "test", interpreter, interpreter.toAbsolutePath().toString());
  }

  /**
   * The logits of every token of a sequence.
   *
   * @param adapter null for the interpreter alone
   */
  public static float[][] logits(Path interpreter, Path adapter, int... tokens) {
    LlamaLibrary library = LlamaLibrary.acquire(false);
    try (LlamaModel model = model(library, interpreter)) {
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
    } finally {
      library.release();
    }
  }
}
