package io.pawstream.engine.blas.internal;

import io.pawstream.transformer.KeyValues;
import io.pawstream.transformer.PrefillPass;
import io.pawstream.transformer.Prepared;
import org.jspecify.annotations.Nullable;

/**
 * A program's adapter on the interpreter, and the keys and values of its prefix once a lane has
 * computed them. Any thread.
 */
public final class BlasProgram implements AutoCloseable {
  private final Prepared prepared;

  /** Guards {@link #prefix}. */
  private final Object prefixLock = new Object();

  private @Nullable KeyValues prefix;

  BlasProgram(Prepared prepared) {
    this.prepared = prepared;
  }

  Prepared prepared() {
    return prepared;
  }

  /** The prefix, computed by the first lane that asks; null where it has no tokens. */
  @Nullable KeyValues prefix(PrefillPass pass, int[] tokens) {
    if (tokens.length == 0) {
      return null;
    }
    synchronized (prefixLock) {
      KeyValues known = prefix;
      if (known == null) {
        known = pass.prefix(prepared, tokens);
        prefix = known;
      }
      return known;
    }
  }

  @Override
  public void close() {
    synchronized (prefixLock) {
      prefix = null;
    }
  }
}
