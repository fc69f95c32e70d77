package io.pawstream.runtime.engine.internal;

/**
 * A thread of an engine: a daemon that keeps nothing of the thread that happened to start it, whose
 * task or class loader may be gone long before.
 */
public final class EngineThread extends Thread {
  public EngineThread(String name, Runnable task) {
    super(null, task, name, 0, false);
    setDaemon(true);
    setContextClassLoader(EngineThread.class.getClassLoader());
  }

  /** Whether the caller is run by an engine, as what depends on an outcome is. */
  public static boolean isCurrent() {
    return Thread.currentThread() instanceof EngineThread;
  }
}
