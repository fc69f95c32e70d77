package io.pawstream.runtime.engine;

import io.pawstream.runtime.answer.Served;
import io.pawstream.runtime.program.ProgramBundle;
import java.util.concurrent.CompletableFuture;

/**
 * Turns inputs into outcomes in micro-batches, on one interpreter; owns native memory. Any thread.
 *
 * <p>This is the seam between the ways to compute an answer: {@code llama} is the default.
 */
public interface Engine extends AutoCloseable {
  /** What kind of engine it is, such as {@code llama}; for logs. */
  String name();

  /**
   * Makes a program ready, or joins those who hold it with equal options. Blocks while its adapter
   * is loaded.
   *
   * @throws io.pawstream.runtime.program.ProgramException if the program does not fit the
   *     interpreter or the options do not fit the program
   */
  EngineProgram load(ProgramBundle bundle, ProgramOptions options);

  /**
   * Hands over an input.
   *
   * @param program loaded by this engine
   * @param input text; everything that is wrong with it becomes a failure
   * @param callerWaits whether the calling thread is about to block for the outcome, so that its
   *     next input can be expected soon after
   * @return completes normally, always; dependents run on an engine thread and must be short
   */
  CompletableFuture<Served> submit(EngineProgram program, String input, boolean callerWaits);

  /** Most inputs that one micro-batch holds; 1 where each goes alone. */
  default int maxMicroBatch() {
    return 1;
  }

  /** Blocks until fewer inputs wait than {@link EngineOptions#maxWaiting}. */
  void awaitRoom() throws InterruptedException;

  /**
   * Stops what runs, gives a failure to what waits and frees everything. Idempotent. Programs need
   * not be closed before. Called by what depends on an outcome, on an engine thread, it frees a
   * moment later.
   */
  @Override
  void close();
}
