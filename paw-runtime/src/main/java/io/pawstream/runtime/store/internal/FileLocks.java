package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.hub.HubException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One at a time, among all threads, class loaders and processes. The PAW SDK's {@code flock} and
 * Java's record locks do not see each other: beside a running SDK only the atomic renames protect,
 * and the price is a second download. Any thread; not reentrant.
 */
final class FileLocks {
  private static final Logger LOG = LoggerFactory.getLogger(FileLocks.class);

  /**
   * Locks by path, shared by all class loaders of this JVM: a process holds a record lock as a
   * whole, and loses it when any of its channels on the file is closed.
   */
  private static final String KEY = "io.pawstream.file-locks.1";

  private FileLocks() {}

  /**
   * Does this work while nobody else does it under the same lock.
   *
   * @param waiting is run before waiting for somebody else
   */
  static <T> T locked(Path file, Runnable waiting, Supplier<T> work) {
    ReentrantLock mutex =
        mutexes()
            .computeIfAbsent(
                file.toAbsolutePath().normalize().toString(), f -> new ReentrantLock());
    if (!mutex.tryLock()) {
      waiting.run();
      try {
        mutex.lockInterruptibly();
      } catch (InterruptedException e) {
        throw interrupted(file, e);
      }
    }
    try (FileChannel channel = open(file)) {
      try (FileLock held = lock(channel, file, waiting)) {
        return work.get();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      mutex.unlock();
    }
  }

  @SuppressWarnings("unchecked")
  private static ConcurrentHashMap<String, ReentrantLock> mutexes() {
    return (ConcurrentHashMap<String, ReentrantLock>)
        System.getProperties()
            .computeIfAbsent(KEY, k -> new ConcurrentHashMap<String, ReentrantLock>());
  }

  private static FileChannel open(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Null where the file system has no locks: then the renames must do. */
  private static @Nullable FileLock lock(FileChannel channel, Path file, Runnable waiting) {
    try {
      FileLock held = channel.tryLock();
      if (held == null) {
        waiting.run();
        held = channel.lock();
      }
      return held;
    } catch (FileLockInterruptionException | ClosedByInterruptException e) {
      throw interrupted(file, e);
    } catch (IOException e) {
      LOG.warn("No lock among processes: file={}, cause={}", file, e.toString());
      return null;
    }
  }

  private static HubException interrupted(Path file, Exception e) {
    Thread.currentThread().interrupt();
    return new HubException(
        HubException.Kind.INTERRUPTED, "The thread was interrupted: lock=" + file, e);
  }
}
