package io.pawstream.runtime.llama.internal;

/**
 * What a context is made with.
 *
 * @param cells tokens its memory holds, all sequences together
 * @param batchTokens most tokens in one call ({@code n_batch})
 * @param microTokens most tokens computed at once inside a call ({@code n_ubatch})
 * @param sequences number of sequences, 1 to 256 (llama.cpp's own limit)
 * @param threads native threads
 */
public record ContextSettings(
    int cells, int batchTokens, int microTokens, int sequences, int threads) {
  /** llama.cpp's own limit. */
  public static final int MAX_SEQUENCES = 256;

  public ContextSettings {
    // llama.cpp aborts, or allocates without end, beyond these
    if (cells < 1 || cells > 1 << 22 || sequences < 1 || sequences > MAX_SEQUENCES) {
      throw new IllegalArgumentException(
          "a context must be of sane size: cells=" + cells + ", sequences=" + sequences);
    }
    if (batchTokens < sequences || cells < sequences) {
      throw new IllegalArgumentException(
          "a context must have a token for each sequence: cells="
              + cells
              + ", batchTokens="
              + batchTokens
              + ", sequences="
              + sequences);
    }
    if (microTokens < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "a context needs batch and threads: microTokens=" + microTokens + ", threads=" + threads);
    }
  }
}
