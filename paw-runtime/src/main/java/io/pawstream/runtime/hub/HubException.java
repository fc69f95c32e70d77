package io.pawstream.runtime.hub;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call to the hub, or a download, that came to nothing. The message holds no input and no key.
 */
public final class HubException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What went wrong, for who must decide what to do. */
  public enum Kind {
    /** No connection was tried because the configuration forbids it. */
    OFFLINE,
    /** No connection, or it broke. */
    UNREACHABLE,
    /** Connected, but no whole answer in time. */
    TIMEOUT,
    /** There is no such thing, or this account may not see it. */
    NOT_FOUND,
    /** The API key is missing, wrong or not enough. */
    UNAUTHORIZED,
    /** The hub refused the request as it stands; sending it again does not help. */
    REFUSED,
    /** Too many requests; {@link HubException#retryAfter()} says when to come again. */
    RATE_LIMITED,
    /** The hub failed, several times where it was asked again; an empty output counts too. */
    SERVER,
    /** An answer that breaks the protocol: HTML, a redirect loop, a field that is missing. */
    BAD_ANSWER,
    /** The calling thread was interrupted; its interrupt status is set. */
    INTERRUPTED
  }

  private final Kind kind;
  private final int status;
  private final @Nullable Duration retryAfter;

  public HubException(Kind kind, String message) {
    this(kind, message, 0, null, null);
  }

  public HubException(Kind kind, String message, Throwable cause) {
    this(kind, message, 0, null, cause);
  }

  public HubException(
      Kind kind,
      String message,
      int status,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** The status of the last answer; 0 where there was none. */
  public int status() {
    return status;
  }

  /** How long the hub asked to wait; null where it did not say. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the same call may succeed later, so that what is cached may stand in for it. */
  public boolean isTransient() {
    return switch (kind) {
      case OFFLINE, UNREACHABLE, TIMEOUT, RATE_LIMITED, SERVER, BAD_ANSWER -> true;
      case NOT_FOUND, UNAUTHORIZED, REFUSED, INTERRUPTED -> false;
    };
  }
}
