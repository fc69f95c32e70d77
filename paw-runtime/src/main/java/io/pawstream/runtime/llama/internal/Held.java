package io.pawstream.runtime.llama.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A library of this class loader: opened for the first who holds it, closed with the last. Any
 * thread.
 *
 * @param <T> the library
 */
public final class Held<T> {
  /** Holds of all libraries together. */
  private static final AtomicInteger ALL = new AtomicInteger();

  private final Consumer<T> close;
  private @Nullable T open;
  private int holders;

  /**
   * @param close what to do when the last hold is given back
   */
  public Held(Consumer<T> close) {
    this.close = close;
  }

  /** The library, opened where it is not yet; whatever that throws leaves it closed. */
  public synchronized T acquire(Supplier<T> opening) {
    T library = open;
    if (library == null) {
      library = opening.get();
      open = library;
    }
    holders++;
    ALL.incrementAndGet();
    return library;
  }

  /** Gives one hold back. */
  public synchronized void release() {
    T library = open;
    if (library == null) {
      throw new IllegalStateException("A hold must be given back once");
    }
    ALL.decrementAndGet();
    if (--holders == 0) {
      open = null;
      close.accept(library);
    }
  }

  /** Whether anybody in this class loader holds any library. */
  static boolean any() {
    return ALL.get() > 0;
  }
}
