package io.pawstream.jobs.internal.topic.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A header of a record. Immutable by convention; any thread.
 *
 * @param name the name; several headers may have one
 * @param value the bytes; null where it has none
 */
public record TopicHeader(String name, byte @Nullable [] value) {

  /** A header of text. */
  public static TopicHeader of(String name, String value) {
    return new TopicHeader(name, value.getBytes(UTF_8));
  }
}
