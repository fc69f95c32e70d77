package io.pawstream.runtime.llama.internal;

import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * What all class loaders of this JVM share: a map of JDK types under one key of the system
 * properties. Native handles are plain longs and {@code dlopen} loads a library once per process,
 * so a second job, connector or plugin finds here what the first has loaded. Any thread.
 */
public final class ProcessRegistry {
  /** The name carries the layout's version: a release that changes it takes another name. */
  private static final String KEY = "io.pawstream.process-registry.1";

  private ProcessRegistry() {}

  /**
   * The shared value called {@code name}, made by {@code make} where it is not there yet. Only
   * types of the JDK may be put here: anything else would pin a class loader and be a foreign class
   * to every other.
   */
  @SuppressWarnings("unchecked")
  static <T> T shared(String name, Function<String, T> make) {
    Properties properties = System.getProperties();
    ConcurrentHashMap<String, Object> map =
        (ConcurrentHashMap<String, Object>)
            properties.computeIfAbsent(KEY, k -> new ConcurrentHashMap<String, Object>());
    return (T) map.computeIfAbsent(name, make);
  }

  /** How often an interpreter was loaded in this process since it started. */
  static AtomicLong interpreterLoads() {
    return shared("interpreter-loads", name -> new AtomicLong());
  }

  /** The lock for whatever is set up once per process. */
  static Object setupLock() {
    return lock("setup-lock");
  }

  /** The lock of this name, the same for all class loaders. */
  public static Object lock(String name) {
    return shared(name, key -> new Object());
  }
}
