package io.pawstream.runtime.engine.internal.llama;

import com.sun.jna.Memory;
import io.pawstream.runtime.llama.internal.LlamaAdapter;
import io.pawstream.runtime.llama.internal.LlamaContext;
import io.pawstream.runtime.llama.internal.LlamaException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A program's adapter in native memory, and its prefix state once a lane has evaluated it. Any
 * thread; {@link #close} only when no lane uses it any more.
 */
public final class LlamaProgram implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LlamaProgram.class);

  private final LlamaAdapter adapter;
  private final String adapterSha256;
  private final @Nullable PrefixFiles files;

  /** Guards {@link #prefixState}. */
  private final Object prefixLock = new Object();

  private @Nullable Memory prefixState;

  /**
   * @param adapter becomes this object's own
   * @param files where the evaluated prefix is kept beyond this process; null for nowhere
   */
  LlamaProgram(LlamaAdapter adapter, String adapterSha256, @Nullable PrefixFiles files) {
    this.adapter = adapter;
    this.adapterSha256 = adapterSha256;
    this.files = files;
  }

  public LlamaAdapter adapter() {
    return adapter;
  }

  /**
   * Puts the evaluated prefix into sequence 0 of an empty context under this program's adapter: the
   * first lane evaluates it, where no process has done so before, all later times it is copied.
   */
  void startFromPrefix(int[] prefixTokens, LlamaContext context, Consumer<int[]> evaluate) {
    if (prefixTokens.length == 0) {
      return;
    }
    synchronized (prefixLock) {
      if (prefixState != null) {
        context.restore(0, prefixState);
        return;
      }
      String key = files == null ? "" : files.key(adapterSha256, prefixTokens);
      prefixState = files == null ? null : restored(context, files.read(key));
      if (prefixState == null) {
        evaluate.accept(prefixTokens);
        prefixState = context.save(0);
        if (files != null) {
          files.write(key, prefixState);
        }
      }
    }
  }

  /** The state, if llama.cpp takes it; else null, and the context is as empty as before. */
  private static @Nullable Memory restored(LlamaContext context, @Nullable Memory kept) {
    if (kept == null) {
      return null;
    }
    try {
      context.restore(0, kept);
      return kept;
    } catch (LlamaException e) {
      LOG.warn("a kept prefix is not taken, it is evaluated anew: {}", e.getMessage());
      kept.close();
      context.clear();
      return null;
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
