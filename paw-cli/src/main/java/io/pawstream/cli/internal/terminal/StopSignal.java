package io.pawstream.cli.internal.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Tells work to stop when the process is told to end, as with Ctrl-C, and lets the process end when
 * what is done so far is kept. Any thread.
 */
public final class StopSignal implements BooleanSupplier, AutoCloseable {
  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "paw-stop");
  private volatile boolean stopped;

  private StopSignal() {}

  /** A signal that is up once the process is told to end. */
  public static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void stop() {
    stopped = true;
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean getAsBoolean() {
    return stopped;
  }

  @Override
  public void close() {
    done.countDown();
    if (!stopped) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // told to end just now: the hook returns at once
        return;
      }
    }
  }
}
