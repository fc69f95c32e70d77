package io.pawstream.connect.internal.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of options as Kafka has parsed them. Immutable; any thread. While a configuration is being
 * checked, a value may be absent or break its own rule.
 */
final class Settings {
  private final Map<String, ?> values;

  Settings(Map<String, ?> values) {
    this.values = values;
  }

  /** Null where it is not set, or blank. */
  @Nullable String text(String name) {
    return values.get(name) instanceof String text && !text.isBlank() ? text.strip() : null;
  }

  /** Null where it is not set. */
  @Nullable List<String> list(String name) {
    return values.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : null;
  }

  /** Null where it is not set. */
  @Nullable Double share(String name) {
    return values.get(name) instanceof Double share ? share : null;
  }

  /** A value that is always set. */
  <T> T get(String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(values.get(name), name));
  }

  int number(String name) {
    return get(name, Integer.class);
  }

  long longNumber(String name) {
    return get(name, Long.class);
  }
}
