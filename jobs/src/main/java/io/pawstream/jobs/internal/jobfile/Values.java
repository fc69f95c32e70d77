package io.pawstream.jobs.internal.jobfile;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks of single values. Any thread. */
public final class Values {
  private Values() {}

  /** The value, which must be there. */
  public static <T> T required(String key, @Nullable T value) {
    if (value == null || (value instanceof String text && text.isBlank())) {
      throw new JobFileException("a job file must have the key: key=" + key);
    }
    return value;
  }

  /** The list, which must have an element, none of them blank. */
  public static List<String> some(String key, @Nullable List<String> values) {
    List<String> list = required(key, values);
    if (list.isEmpty() || list.stream().anyMatch(v -> v == null || v.isBlank())) {
      throw new JobFileException("a list must have an element and none may be blank: key=" + key);
    }
    return List.copyOf(list);
  }

  /** The entries, where there are some. */
  public static Map<String, String> orNone(@Nullable Map<String, String> entries) {
    return entries == null ? Map.of() : Map.copyOf(entries);
  }

  /** The value or, where there is none, the other. */
  public static <T> T or(@Nullable T value, T other) {
    return value == null ? other : value;
  }

  /** The text, null where it is blank. */
  public static @Nullable String textOrNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }
}
