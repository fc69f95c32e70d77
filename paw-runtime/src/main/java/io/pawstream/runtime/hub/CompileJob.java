package io.pawstream.runtime.hub;

import org.jspecify.annotations.Nullable;

/**
 * How a compilation stands. Immutable; any thread. What the hub did not say is null or -1.
 *
 * @param state where it stands
 * @param jobId names it in later calls
 * @param programId the program it makes; known before it is ready
 * @param slug the slug it was given
 * @param version number of the program under its slug
 * @param versionAction what happened to the slug, for example {@code created}
 * @param compiler the compiler's dated name
 * @param compilerKind {@code mapper_lora} or {@code finetune_lora}
 * @param runtimeId the interpreter it is for
 * @param percent 0 to 100
 * @param queuePosition how many are before it
 * @param estimatedWaitSeconds until it is ready
 * @param cached whether the hub had it already
 * @param error why it failed
 */
public record CompileJob(
    State state,
    @Nullable String jobId,
    @Nullable String programId,
    @Nullable String slug,
    int version,
    @Nullable String versionAction,
    @Nullable String compiler,
    @Nullable String compilerKind,
    @Nullable String runtimeId,
    int percent,
    int queuePosition,
    double estimatedWaitSeconds,
    boolean cached,
    @Nullable String error) {
  /** Where a compilation stands. */
  public enum State {
    QUEUED,
    COMPILING,
    READY,
    FAILED,
    CANCELLED;

    /** Whether nothing more will happen. */
    public boolean isEnd() {
      return this == READY || this == FAILED || this == CANCELLED;
    }
  }
}
