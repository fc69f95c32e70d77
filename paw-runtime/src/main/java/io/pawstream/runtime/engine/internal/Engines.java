package io.pawstream.runtime.engine.internal;

import io.pawstream.runtime.engine.Engine;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.internal.llama.LlamaEngine;
import io.pawstream.runtime.interpreter.Interpreter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

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

    /** Counts the times it fell idle, so that an old closer does not end a new rest. */
    private int rests;

    Entry(Key key, Engine engine) {
      this.key = key;
      this.engine = engine;
    }
  }

  private static final Map<Key, Entry> OPEN = new HashMap<>();

  /** Threads that wait for a grace period to pass; guarded by {@link #OPEN}. */
  private static final List<Thread> CLOSERS = new ArrayList<>();

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
        entry = new Entry(key, LlamaEngine.open(interpreter, options));
        OPEN.put(key, entry);
      }
      entry.holders++;
      return new Lease(entry);
    }
  }

  private static void release(Entry entry) {
    Duration grace = entry.key.options().closeGrace();
    int rest;
    synchronized (OPEN) {
      if (--entry.holders > 0) {
        return;
      }
      rest = ++entry.rests;
    }
    if (grace.isZero()) {
      closeAfter(entry, rest);
      return;
    }
    Thread closer =
        new Thread(
            () -> {
              try {
                Thread.sleep(grace.toMillis());
              } catch (InterruptedException e) {
                // closes at once, which is what an interrupt can only mean
              }
              closeAfter(entry, rest);
            },
            "paw-engine-grace");
    closer.setDaemon(true);
    closer.setContextClassLoader(Engines.class.getClassLoader());
    synchronized (OPEN) {
      CLOSERS.add(closer);
    }
    closer.start();
  }

  private static void closeAfter(Entry entry, int rest) {
    synchronized (OPEN) {
      CLOSERS.remove(Thread.currentThread());
      if (entry.holders > 0 || entry.rests != rest || !entry.equals(OPEN.get(entry.key))) {
        return;
      }
      OPEN.remove(entry.key);
      entry.engine.close();
    }
  }

  /**
   * Closes the engines that nobody holds without waiting for their grace period, and ends the
   * threads that wait for it; for the moment before a class loader goes.
   */
  public static void closeIdle() {
    List<Entry> idle = new ArrayList<>();
    List<Thread> waiting;
    synchronized (OPEN) {
      OPEN.values().stream().filter(entry -> entry.holders == 0).forEach(idle::add);
      idle.forEach(entry -> OPEN.remove(entry.key));
      waiting = List.copyOf(CLOSERS);
    }
    idle.forEach(entry -> entry.engine.close());
    waiting.forEach(Thread::interrupt);
  }
}
