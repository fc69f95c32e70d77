package io.pawstream.runtime.engine.internal.llama;

import com.sun.jna.Memory;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A program's adapter in native memory, and its prefix state once a lane has evaluated it. Any
 * thread; {@link #close} only when no lane uses it any more.
 */
public final class LlamaProgram implements AutoCloseable {
  private final LlamaAdapter adapter;

  /** Guards {@link #prefixState}. */
  private final Object prefixLock = new Object();

  private @Nullable Memory prefixState;

  /**
   * @param adapter becomes this object's own
   */
  LlamaProgram(LlamaAdapter adapter) {
    this.adapter = adapter;
  }

  public LlamaAdapter adapter() {
    return adapter;
  }

  /**
   * Puts the evaluated prefix into sequence 0 of an empty context under this program's adapter: the
   * first lane evaluates it, all later times it is copied.
   */
  void startFromPrefix(int[] prefixTokens, LlamaContext context, Consumer<int[]> evaluate) {
    if (prefixTokens.length == 0) {
      return;
    }
    synchronized (prefixLock) {
      if (prefixState == null) {
        evaluate.accept(prefixTokens);
        prefixState = context.save(0);
      } else {
        context.restore(0, prefixState);
      }
    }
  }

  @Override
  public void close() {
    synchronized (prefixLock) {
      if (prefixState != null) {
        prefixState.close();
        prefixState = null;
      }
    }
    adapter.close();
  }
}
