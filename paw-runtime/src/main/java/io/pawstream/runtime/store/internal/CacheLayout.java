package io.pawstream.runtime.store.internal;

import java.nio.file.Path;

/**
 * Where things are in the cache directory, as the PAW SDK 0.4.4 has them. Immutable; any thread.
 *
 * @param root the cache directory
 */
public record CacheLayout(Path root) {
  /** {@code programs}: a directory for each program, named by its id. */
  Path programs() {
    return root.resolve("programs");
  }

  Path program(String id) {
    return programs().resolve(id);
  }

  /** Where programs are made before they are moved to their place. */
  Path staging() {
    return programs().resolve(".staging");
  }

  Path baseModels() {
    return root.resolve("base_models");
  }

  Path baseModel(String file) {
    return baseModels().resolve(file);
  }

  Path runtimes() {
    return root.resolve("runtimes");
  }

  Path slugCache() {
    return root.resolve("slug_cache.json");
  }

  Path programLock(String id) {
    return lock("programs").resolve(id + ".lock");
  }

  Path baseModelLock(String file) {
    return lock("base_models").resolve(file + ".lock");
  }

  Path slugCacheLock() {
    return root.resolve(".locks").resolve("slug_cache.lock");
  }

  private Path lock(String kind) {
    return root.resolve(".locks").resolve(kind);
  }
}
