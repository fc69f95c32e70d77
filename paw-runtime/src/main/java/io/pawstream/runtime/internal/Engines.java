package io.pawstream.runtime.internal;

import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.internal.EngineThread;
import io.pawstream.runtime.interpreter.Interpreter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The open engines of this class loader: one per interpreter and options, counted, closed a grace
 * period after the last holder has gone, so that a restarting job finds it warm. Any thread.
 *
 * <p>Other class loaders have engines of their own, but share the interpreter's weights with them.
 */
public final class Engines {
  private record Key(String sha256, EngineOptions options) {}

  private static final class Entry {
    private final Key key;
    private final Engine engine;
    private int holders;

    /** Waits for the grace period to pass while nobody holds the engine. */
    private @Nullable Thread closer;

    Entry(Key key, Engine engine) {
      this.key = key;
      this.engine = engine;
    }

    void endGrace() {
      Thread waiting = closer;
      closer = null;
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  /** Also guards its entries. Engines are closed outside it: what waits for them is told then. */
  private static final Map<Key, Entry> OPEN = new HashMap<>();

  private Engines() {}

  /** A counted hold of an engine. */
  public static final class Lease implements AutoCloseable {
    private final Entry entry;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease(Entry entry) {
      this.entry = entry;
    }

    public Engine engine() {
      return entry.engine;
    }

    /** Gives the hold back. Idempotent. */
    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release(entry);
      }
    }
  }

  /** The engine for this interpreter and these options, opened where there is none. */
  public static Lease acquire(Interpreter interpreter, EngineOptions options) {
    Key key = new Key(interpreter.sha256(), options);
    synchronized (OPEN) {
      Entry entry = OPEN.get(key);
      if (entry == null) {
        entry = new Entry(key, EngineProviders.open(interpreter, options));
        OPEN.put(key, entry);
      }
      entry.holders++;
      entry.endGrace();
      return new Lease(entry);
    }
  }

  private static void release(Entry entry) {
    synchronized (OPEN) {
      if (--entry.holders > 0) {
        return;
      }
      if (!entry.key.options().closeGrace().isZero()) {
        entry.closer = new EngineThread("paw-engine-grace", () -> closeAfterGrace(entry));
        entry.closer.start();
        return;
      }
      OPEN.remove(entry.key);
    }
    entry.engine.close();
  }

  private static void closeAfterGrace(Entry entry) {
    try {
      Thread.sleep(entry.key.options().closeGrace().toMillis());
    } catch (InterruptedException e) {
      // somebody holds it again, or has closed it
      return;
    }
    synchronized (OPEN) {
      if (!Thread.currentThread().equals(entry.closer)) {
        return;
      }
      entry.closer = null;
      OPEN.remove(entry.key);
    }
    entry.engine.close();
  }

  /**
   * Closes the engines that nobody holds without waiting for their grace period, and ends the
   * threads that wait for it; for the moment before a class loader goes.
   */
  public static void closeIdle() {
    List<Entry> idle;
    synchronized (OPEN) {
      idle = OPEN.values().stream().filter(entry -> entry.holders == 0).toList();
      for (Entry entry : idle) {
        OPEN.remove(entry.key);
        entry.endGrace();
      }
    }
    idle.forEach(entry -> entry.engine.close());
  }
}
