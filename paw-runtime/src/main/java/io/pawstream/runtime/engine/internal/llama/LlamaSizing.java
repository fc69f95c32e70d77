package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.internal.program.EngineSizing;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.llama.internal.ContextSettings;
import io.pawstream.runtime.llama.internal.GpuDevice;
import io.pawstream.runtime.llama.internal.LlamaModel;

/**
 * What the engine makes of its options on one interpreter and machine.
 *
 * @param lanes contexts with a thread each
 * @param maxSequences most inputs in a micro-batch
 * @param branches sequences of each input besides its own
 * @param window most positions of one input
 * @param context what each lane's context is made with
 */
public record LlamaSizing(
    int lanes, int maxSequences, int branches, int window, ContextSettings context) {
  /**
   * Below this an interpreter is done with a token before a second thread has joined in, so lanes
   * side by side use the cores better than threads, and a call's fixed cost asks for larger
   * micro-batches. Between the demonstration interpreter (1 MB) and GPT-2 (140 MB).
   */
  private static final long SMALL_BYTES = 32L << 20;

  /**
   * Threads of one lane wait for each other by spinning, lanes do not wait: two lanes with half of
   * the cores each are faster than one with all, and far faster where others use the machine too
   * (benchmarks/README.md). Each costs a KV cache.
   */
  private static final int LANES = 2;

  private static final int SMALL_LANES = 4;

  /** Label scoring looks at so many labels at once where several are in question. */
  static final int BRANCHES = 3;

  /** The sizing of an engine with these options where the processor computes. */
  public static LlamaSizing of(EngineOptions options, LlamaModel model) {
    return of(options, model.weightBytes(), window(options, model.trainedContext()), cores());
  }

  /**
   * The sizing of an engine with these options where the model lies.
   *
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if the device has no room for it
   */
  static LlamaSizing of(EngineOptions options, Interpreter interpreter, LlamaModel model) {
    GpuDevice device = model.placement().device();
    return device == null
        ? of(options, model)
        : DeviceSizing.of(
            options,
            window(options, model.trainedContext()),
            cores(),
            DeviceMemory.of(device, interpreter, model));
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static int window(EngineOptions options, int trained) {
    return trained > 0 ? Math.min(options.contextTokens(), trained) : options.contextTokens();
  }

  static LlamaSizing of(EngineOptions options, long weightBytes, int window, int cores) {
    boolean small = weightBytes < SMALL_BYTES;
    if (options.deterministic()) {
      // as the PAW SDK's own context: one sequence, 512 tokens a call
      int threads = chosen(options.threads(), small ? 1 : cores);
      return new LlamaSizing(1, 1, 1, window, new ContextSettings(window, 512, 512, 1, threads));
    }
    int batchTokens = chosen(options.batchTokens(), small ? 1024 : 512);
    int cells = Math.max(window, options.contextTokens());
    // an input has a token at least: no more than this ever go together
    int most = Math.min(ContextSettings.MAX_SEQUENCES, Math.min(batchTokens, cells)) - 1;
    int maxSequences = Math.min(chosen(options.maxSequences(), small ? 32 : 8), most);
    int branches = Math.min(BRANCHES, most / maxSequences - 1);
    int lanes = chosen(options.lanes(), Math.min(small ? SMALL_LANES : LANES, cores));
    int threads = chosen(options.threads(), small ? 1 : Math.max(1, cores / lanes));
    return new LlamaSizing(
        lanes,
        maxSequences,
        branches,
        window,
        new ContextSettings(
            cells,
            batchTokens,
            Math.min(batchTokens, 512),
            1 + maxSequences * (1 + branches),
            threads));
  }

  /** The part of it that every engine has. */
  EngineSizing engine() {
    return new EngineSizing(
        lanes, context.threads(), maxSequences, context.batchTokens(), window, context.cells());
  }

  private static int chosen(int wanted, int automatic) {
    return wanted == 0 ? automatic : wanted;
  }
}
