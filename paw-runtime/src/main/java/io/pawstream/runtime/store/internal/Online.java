package io.pawstream.runtime.store.internal;

import io.pawstream.runtime.hub.Backoff;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubException.Kind;
import io.pawstream.runtime.hub.HubOptions;
import io.pawstream.runtime.hub.internal.HttpCalls;
import io.pawstream.runtime.hub.internal.HttpHub;
import io.pawstream.runtime.hub.internal.Pause;
import io.pawstream.runtime.hub.internal.Retries;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * All that opens connections, made when it is first needed and never offline. Any thread; whoever
 * made it closes it.
 */
public final class Online implements AutoCloseable {
  private final HubOptions options;
  private final boolean offline;
  private final Pause pause;
  private @Nullable HttpCalls calls;
  private boolean closed;

  public Online(HubOptions options, boolean offline, Pause pause) {
    this.options = options;
    this.offline = offline;
    this.pause = pause;
  }

  public boolean isOffline() {
    return offline;
  }

  /**
   * The hub.
   *
   * @throws HubException offline
   */
  public HttpHub hub() {
    return new HttpHub(options, calls(), pause);
  }

  /** Whether this is an address of the configured hub, which may be one without https. */
  boolean isHub(URI url) {
    return HttpCalls.sameOrigin(url, options.apiUrl());
  }

  Retries retries() {
    return new Retries(pause);
  }

  Backoff backoff() {
    return options.backoff();
  }

  synchronized HttpCalls calls() {
    if (offline) {
      throw new HubException(
          Kind.OFFLINE, "Offline, no connection is opened: PAW_OFFLINE or the option is set");
    }
    if (closed) {
      throw new IllegalStateException("A store must be open to ask the hub");
    }
    if (calls == null) {
      calls = new HttpCalls(options);
    }
    return calls;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (calls != null) {
      calls.close();
      calls = null;
    }
  }
}
