package io.pawstream.runtime.hub.internal;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One thing to ask a server. Immutable.
 *
 * @param what how messages call it, without any input
 * @param method {@code GET}, {@code POST} or {@code DELETE}
 * @param uri whom
 * @param json body; null for none
 * @param timeout until the whole answer is here, or its headers where it is streamed
 * @param streamed whether the body may take as long as it likes, as long as it keeps coming
 * @param from first byte that is wanted; 0 for all
 */
@SuppressWarnings("ArrayRecordComponent")
public record Call(
    String what,
    String method,
    URI uri,
    byte @Nullable [] json,
    Duration timeout,
    boolean streamed,
    long from) {
  static Call get(String what, URI uri, Duration timeout) {
    return new Call(what, "GET", uri, null, timeout, false, 0);
  }

  /** A file, beginning at this byte. */
  public static Call file(String what, URI uri, Duration timeout, long from) {
    return new Call(what, "GET", uri, null, timeout, true, from);
  }

  Call to(URI other) {
    return new Call(what, method, other, json, timeout, streamed, from);
  }
}
