package io.pawstream.runtime.hub.internal;

import io.pawstream.runtime.hub.HubException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer whose headers are here and whose body may still be on its way. One thread. */
public final class Exchange implements AutoCloseable {
  private final Call call;
  private final URI uri;
  private final int status;
  private final HttpHeaders headers;
  private final TimedBody body;

  Exchange(Call call, URI uri, int status, HttpHeaders headers, TimedBody body) {
    this.call = call;
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  public int status() {
    return status;
  }

  public @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  /** Where the answer came from, after redirects. */
  URI uri() {
    return uri;
  }

  /** What was asked. */
  Call call() {
    return call;
  }

  /** Bytes that the body is said to have; -1 where that is not said. */
  public long length() {
    return headers.firstValueAsLong("content-length").orElse(-1);
  }

  /** Whether the body is a page for people. */
  public boolean isHtml() {
    String type = header("content-type");
    return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("text/html");
  }

  /** The body; what it throws is told apart by {@link #failure}. */
  public InputStream body() {
    return body;
  }

  /**
   * The whole body.
   *
   * @throws HubException if it has more bytes than {@code most}, or does not arrive
   */
  byte[] bytes(int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > most) {
          throw new HubException(
              HubException.Kind.BAD_ANSWER,
              "An answer must have at most " + most + " bytes: call=" + call.what());
        }
      }
    } catch (IOException e) {
      throw failure(call, e);
    }
    return out.toByteArray();
  }

  /** What a broken connection or body means. */
  public HubException failure(IOException e) {
    return failure(call, e);
  }

  static HubException failure(Call call, IOException e) {
    String asked = "call=" + call.what() + ", server=" + call.uri().getHost();
    if (e instanceof InterruptedIOException && Thread.currentThread().isInterrupted()) {
      return new HubException(
          HubException.Kind.INTERRUPTED, "The thread was interrupted: " + asked, e);
    }
    String cause = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof HttpTimeoutException) {
      return new HubException(
          HubException.Kind.TIMEOUT,
          "The server must answer in time: " + asked + ", cause=" + cause + "; try again later",
          e);
    }
    return new HubException(
        HubException.Kind.UNREACHABLE,
        "The server must be reachable and send whole answers: "
            + asked
            + ", cause="
            + cause
            + "; check the network, the proxies and PAW_API_URL, or set PAW_OFFLINE=1 to use what"
            + " is cached",
        e);
  }

  @Override
  public void close() {
    body.close();
  }
}
