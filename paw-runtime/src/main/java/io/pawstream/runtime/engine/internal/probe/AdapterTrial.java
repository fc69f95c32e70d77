package io.pawstream.runtime.engine.internal.probe;

import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaBatch;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaLibrary;
import io.pawstream.runtime.llama.internal.LlamaModel;
import io.pawstream.runtime.llama.internal.NativeLlama;
import io.pawstream.runtime.natives.internal.Natives;
import java.nio.file.Path;
import java.util.List;

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
    run(LlamaLibrary.acquire(false), args);
  }

  /** The trial of an adapter with our own natives, on the kernels of this library. */
  public static AdapterProbe.Trial with(LlamaLibrary library) {
    return new AdapterProbe.Trial(
        AdapterTrial.class,
        List.of(
            "-D" + LlamaLibrary.CPU_PROPERTY + '=' + library.cpu(),
            "-D" + Natives.DIRECTORY_PROPERTY + '=' + library.directory().getParent()),
        List.of(),
        Natives.list(),
        Natives.listResource());
  }

  /**
   * Tries an adapter with this library; the process ends with it.
   *
   * @param args as {@link #main} takes them
   */
  public static void run(NativeLlama library, String[] args) {
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
