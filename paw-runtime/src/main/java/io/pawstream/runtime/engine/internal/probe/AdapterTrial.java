package io.pawstream.runtime.engine.internal.probe;

import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import java.nio.file.Path;

/**
 * Main class of the process that tries an adapter: loads it and evaluates a few tokens under it.
 */
public final class AdapterTrial {
  private static final int TOKENS = 8;

  private AdapterTrial() {}

  /**
   * @param args the interpreter's file and digest, the adapter's file; all were checked by the
   *     parent
   */
  public static void main(String[] args) {
    LlamaLibrary library = LlamaLibrary.acquire(false);
    ContextSettings settings = new ContextSettings(256, 32, 32, 1, 1);
    try (LlamaModel model = LlamaModel.acquire(library, "trial", Path.of(args[0]), args[1]);
        LlamaAdapter adapter = LlamaAdapter.load(model, Path.of(args[2]));
        LlamaContext context = new LlamaContext(model, settings);
        LlamaBatch batch = new LlamaBatch(settings.batchTokens(), 1)) {
      context.use(adapter);
      for (int i = 0; i < TOKENS; i++) {
        batch.add(i, i, 0, i == TOKENS - 1);
      }
      if (context.decode(batch) != LlamaContext.Decoded.DONE) {
        throw new IllegalStateException("the tokens could not be evaluated");
      }
    }
  }
}
