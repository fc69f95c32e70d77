package io.pawstream.runtime.engine.internal.llama;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.llama.internal.ContextSettings;

/**
 * What the engine makes of its options on a graphics processor: micro-batches as large as its free
 * memory allows. Pure; any thread.
 */
final class DeviceSizing {
  /** Inputs of a micro-batch where memory is scarce, as on a processor. */
  private static final int LEAST_SEQUENCES = 8;

  /** What {@link EngineOptions#maxSequences} allows. */
  private static final int MOST_SEQUENCES = 64;

  /** One lane reads logits and fills the next batch while the device computes for the other. */
  private static final int LANES = 2;

  /**
   * Positions that each further input adds: twice a message of 50 tokens with suffix and answer.
   */
  private static final int CELLS_PER_INPUT = 128;

  /** Tokens in a call for each input of the micro-batch. */
  private static final int TOKENS_PER_INPUT = 64;

  private static final int LEAST_BATCH = 512;
  private static final int MOST_BATCH = 4096;

  /** llama.cpp's own choice, and a wider one that keeps a large device busier. */
  private static final int MICRO = 512;

  private static final int WIDE_MICRO = 2048;

  /** A wide micro-batch takes its buffers from no more than this part of a lane's memory. */
  private static final int WIDE_PART = 8;

  /** What is left for the processor's threads, such as the look-up of embeddings. */
  private static final int MOST_THREADS = 4;

  private final EngineOptions options;
  private final int window;
  private final DeviceMemory memory;

  private DeviceSizing(EngineOptions options, int window, DeviceMemory memory) {
    this.options = options;
    this.window = window;
    this.memory = memory;
  }

  /**
   * The sizing of an engine with these options.
   *
   * @param window most positions of one input
   * @throws io.pawstream.runtime.engine.EngineUnavailableException if the device has no room for it
   */
  static LlamaSizing of(EngineOptions options, int window, int cores, DeviceMemory memory) {
    return new DeviceSizing(options, window, memory).sizing(cores);
  }

  private LlamaSizing sizing(int cores) {
    int lanes = options.deterministic() ? 1 : options.lanes();
    if (lanes == 0) {
      // a second lane only where it takes nothing from the first
      lanes = sequences(LANES) == MOST_SEQUENCES ? LANES : 1;
    }
    int sequences = sequences(lanes);
    int batch = batchTokens(sequences);
    int micro = microTokens(batch, lanes);
    int cells = options.deterministic() ? window : cells(sequences);
    long needed = lanes * bytes(cells, micro);
    if (needed > memory.freeBytes()) {
      throw DeviceMemory.noRoom(
          memory.device(),
          needed,
          memory.freeBytes(),
          "for contexts, lanes=%d, maxSequences=%d, tokens=%d".formatted(lanes, sequences, cells),
          "lower lanes, maxSequences, contextTokens or gpuLayers");
    }
    // an input has a token at least: no more than this ever go together
    int most = Math.min(ContextSettings.MAX_SEQUENCES, Math.min(batch, cells)) - 1;
    int branches =
        options.deterministic() ? 1 : Math.min(LlamaSizing.BRANCHES, most / sequences - 1);
    int threads =
        options.threads() > 0
            ? options.threads()
            : Math.max(1, Math.min(MOST_THREADS, cores / lanes));
    int places = options.deterministic() ? 1 : 1 + sequences * (1 + branches);
    return new LlamaSizing(
        lanes,
        sequences,
        branches,
        window,
        new ContextSettings(cells, batch, micro, places, threads));
  }

  /** Inputs of a micro-batch for which there is room if so many lanes share the memory. */
  private int sequences(int lanes) {
    if (options.deterministic()) {
      return 1;
    }
    if (options.maxSequences() > 0) {
      return Math.min(options.maxSequences(), roomForTokens() - 1);
    }
    int sequences = Math.min(MOST_SEQUENCES, roomForTokens() - 1);
    while (sequences > LEAST_SEQUENCES
        && lanes * bytes(cells(sequences), MICRO) > memory.freeBytes()) {
      sequences--;
    }
    return sequences;
  }

  /** Inputs have a token each, so a call is never of more than its tokens. */
  private int roomForTokens() {
    return options.batchTokens() > 0 ? options.batchTokens() : MOST_BATCH;
  }

  private int cells(int sequences) {
    return Math.max(window, options.contextTokens()) + (sequences - 1) * CELLS_PER_INPUT;
  }

  private int batchTokens(int sequences) {
    if (options.deterministic()) {
      return MICRO;
    }
    return options.batchTokens() > 0
        ? options.batchTokens()
        : Math.max(LEAST_BATCH, Math.min(MOST_BATCH, sequences * TOKENS_PER_INPUT));
  }

  private int microTokens(int batch, int lanes) {
    int wide = Math.min(batch, WIDE_MICRO);
    boolean room = wide * memory.tokenBytes() <= memory.freeBytes() / lanes / WIDE_PART;
    return room ? wide : Math.min(batch, MICRO);
  }

  private long bytes(int cells, int micro) {
    return cells * memory.cellBytes() + micro * memory.tokenBytes();
  }
}
