package io.pawstream.runtime.llama.internal;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Native calls with structures, on a thread that ends with them: JNA leaves an object of its own in
 * every thread that passes one, which would hold JNA's class loader as long as the thread lives.
 * Lanes are such threads anyway. Any thread.
 */
public final class StructCalls {
  private StructCalls() {}

  /** What the calls give. */
  public static <T> T run(Supplier<T> calls) {
    FutureTask<T> task = new FutureTask<>(calls::get);
    Thread thread = new Thread(null, task, "paw-native-call", 0, false);
    thread.setDaemon(true);
    thread.start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          // native code cannot be left half way
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new LlamaException("" + e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
