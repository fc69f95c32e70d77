package io.pawstream.demo.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns what was started and closes it, last first: at the end, and when the process is told to end.
 * Any thread.
 */
public final class Session implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /** Closes it when this process ends, too. */
  public static Session start() {
    Session session = new Session();
    Runtime.getRuntime().addShutdownHook(new Thread(session::close, "stop"));
    return session;
  }

  /** Closes {@code resource} with this session. */
  public synchronized <T extends AutoCloseable> T with(T resource) {
    if (closed) {
      closeOne(resource);
      throw new IllegalStateException("the process is ending");
    }
    open.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      closeOne(open.pop());
    }
  }

  private static void closeOne(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.err.println("could not be stopped: " + e.getMessage());
    }
  }
}
