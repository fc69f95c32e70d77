package io.pawstream.runtime.llama.internal;

import com.sun.jna.Pointer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A release of llama.cpp, loaded and checked: what interpreters, adapters and contexts are made
 * with, in the form that this release asks for. Held by whoever has it until {@link #release}. Any
 * thread.
 *
 * <p>Nothing is checked here; {@link LlamaModel}, {@link LlamaAdapter}, {@link LlamaContext} and
 * {@link LlamaBatch} do that.
 */
public interface NativeLlama {
  /** Digest of the library's files; names the build in logs and keys. */
  String digest();

  /** Whose kernels this process runs, such as {@code haswell}. */
  String cpu();

  /** The functions that all releases share. */
  LlamaFunctions functions();

  /**
   * Whether a context refuses a state that none of its kind has saved. Where it does not, only what
   * this process has saved may be restored.
   */
  boolean refusesBrokenStates();

  /**
   * Loads an interpreter; null if the file is refused, or the device has no room for it. Called on
   * a thread of its own.
   *
   * @param placement on the processor, or on a device that this library has found
   */
  @Nullable Pointer loadModel(Path file, Placement placement);

  /**
   * Makes a context; null if there is no memory for it.
   *
   * @param stopFlag as long as its first byte is not 0, decoding stops; outlives the context
   */
  @Nullable Pointer newContext(Pointer model, ContextSettings settings, Pointer stopFlag);

  /** Tokens that may be asked of the context's memory. */
  int cells(Pointer context, ContextSettings settings);

  /** Runs a context under this adapter alone, or under none; 0 if that went well. */
  int useAdapter(Pointer context, @Nullable Pointer adapter);

  /** Evaluates a batch; what {@code llama_decode} returns. */
  int decode(Pointer context, BatchStruct.ByValue batch);

  /** Forgets all sequences. */
  void clear(Pointer context);

  /** Lets {@code target} start from all that {@code source} holds. */
  void share(Pointer context, int source, int target);

  /** Forgets what a sequence holds from position {@code from} on. */
  void forget(Pointer context, int sequence, int from);

  /** The last warning or error since the last call, for the message of an exception. */
  String takeLastProblem();

  /** Gives back the hold. */
  void release();
}
