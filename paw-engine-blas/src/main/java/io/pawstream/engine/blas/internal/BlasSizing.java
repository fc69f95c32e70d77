package io.pawstream.engine.blas.internal;

import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.internal.program.EngineSizing;

/** What the engine makes of its options on one interpreter and machine. Stateless; any thread. */
final class BlasSizing {
  /** Below this an interpreter's matrices are too small to share a product among threads. */
  private static final long SMALL_BYTES = 32L << 20;

  private static final int SMALL_LANES = 4;

  /** Weights that are decoded at every use are decoded once for so many records. */
  private static final int SEQUENCES = 32;

  /** So many records of 60 tokens; about 46 KB each for an interpreter 1024 wide. */
  private static final int TOKENS = 2048;

  /** A micro-batch is bound by its tokens alone. */
  private static final int NO_BOUND = Integer.MAX_VALUE / 2;

  private BlasSizing() {}

  static EngineSizing of(EngineOptions options, long weightBytes, int trainedContext) {
    boolean small = weightBytes < SMALL_BYTES;
    int cores = Runtime.getRuntime().availableProcessors();
    int window = Math.min(options.contextTokens(), trainedContext);
    boolean alone = options.deterministic();
    int lanes = alone ? 1 : chosen(options.lanes(), small ? Math.min(SMALL_LANES, cores) : 1);
    int threads = chosen(options.threads(), small ? 1 : Math.max(1, cores / lanes));
    return new EngineSizing(
        lanes,
        threads,
        alone ? 1 : chosen(options.maxSequences(), SEQUENCES),
        chosen(options.batchTokens(), TOKENS),
        window,
        NO_BOUND);
  }

  private static int chosen(int wanted, int automatic) {
    return wanted == 0 ? automatic : wanted;
  }
}
