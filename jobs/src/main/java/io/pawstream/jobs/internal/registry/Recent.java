package io.pawstream.jobs.internal.registry;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A map that keeps the entries used last, so that memory does not grow with what was ever seen. One
 * thread.
 *
 * @param <V> the values
 */
public final class Recent<V> {
  private static final int MOST = 1000;

  private final Map<Integer, V> entries =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
          return size() > MOST;
        }
      };

  /** The value of an id; null where it is not kept. */
  public @Nullable V get(int id) {
    return entries.get(id);
  }

  /** Keeps a value. */
  public void put(int id, V value) {
    entries.put(id, value);
  }
}
