package io.pawstream.connect.internal.record;

import org.jspecify.annotations.Nullable;

/**
 * Where a record keeps its input. Immutable; any thread.
 *
 * @param field way to a field of the key or value; null for the whole of it
 * @param header name of a header; null for the key or value. Never both
 */
public record InputPlace(@Nullable FieldPath field, @Nullable String header) {

  /** As it stands in messages. */
  String shown() {
    if (header != null) {
      return "header=" + header;
    }
    return field == null ? "the whole" : "field=" + field;
  }
}
