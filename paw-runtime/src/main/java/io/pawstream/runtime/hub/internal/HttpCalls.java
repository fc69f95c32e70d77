package io.pawstream.runtime.hub.internal;

import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.hub.HubOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and follows redirects itself, so that the API key stays with its origin. Any thread.
 */
public final class HttpCalls implements AutoCloseable {
  private static final int MAX_REDIRECTS = 5;

  /** No end but that of the pace; a body of any size must get there. */
  private static final Duration NO_DEADLINE = Duration.ofDays(30);

  private final HubOptions options;
  private final ThreadPoolExecutor threads;
  private final ProxyRoutes proxies;
  private final HttpClient client;

  /**
   * @throws HubException if a proxy is named that cannot be used
   */
  public HttpCalls(HubOptions options) {
    this.options = options;
    this.threads =
        new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), HttpCalls::thread);
    this.proxies = new ProxyRoutes(options.proxies());
    this.client =
        HttpClient.newBuilder()
            // over plain http the JDK would ask for HTTP/2, which some servers answer with an error
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.timeouts().connect())
            .executor(threads)
            .proxy(proxies)
            .build();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "paw-hub");
    thread.setDaemon(true);
    // a thread that outlives a job must not hold the job's class loader
    thread.setContextClassLoader(null);
    return thread;
  }

  /**
   * The answer to a call, whatever its status. The caller closes it.
   *
   * @throws HubException if there is none: no connection, too late, a redirect that must not be
   */
  public Exchange send(Call call) {
    long deadline = System.nanoTime() + call.timeout().toNanos();
    URI uri = call.uri();
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      Exchange exchange = send(call.to(uri), deadline);
      String location = exchange.header("location");
      if (!isRedirect(exchange.status()) || location == null) {
        return exchange;
      }
      exchange.close();
      uri = target(call, uri, location);
    }
    throw new HubException(
        HubException.Kind.BAD_ANSWER,
        "There may be at most " + MAX_REDIRECTS + " redirects: call=" + call.what());
  }

  private Exchange send(Call call, long deadline) {
    CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> sent =
        client.sendAsync(request(call), BodyHandlers.ofPublisher());
    try {
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
          sent.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      if (response.body() == null) {
        // the JDK's answer where a proxy opened no tunnel
        throw Refusal.ofTunnel(call, response.statusCode());
      }
      long bodyDeadline = call.streamed() ? System.nanoTime() + NO_DEADLINE.toNanos() : deadline;
      Duration stall = call.streamed() ? options.timeouts().stall() : NO_DEADLINE;
      return new Exchange(
          call,
          call.uri(),
          response.statusCode(),
          response.headers(),
          new TimedBody(response.body(), bodyDeadline, stall));
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new HubException(
          HubException.Kind.INTERRUPTED, "The thread was interrupted: call=" + call.what(), e);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw Exchange.failure(call, new HttpTimeoutException("no answer within " + call.timeout()));
    } catch (ExecutionException e) {
      throw Exchange.failure(call, unwrapped(e.getCause()));
    }
  }

  private static IOException unwrapped(@Nullable Throwable cause) {
    if (cause instanceof ConnectException && cause.getMessage() == null) {
      return new ConnectException("no connection");
    }
    return cause instanceof IOException io ? io : new IOException(cause);
  }

  private HttpRequest request(Call call) {
    byte[] json = call.json();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(call.uri())
            .method(
                call.method(),
                json == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(json))
            .header("User-Agent", "paw-streams");
    if (json != null) {
      request.header("Content-Type", "application/json");
    }
    if (!call.streamed()) {
      request.header("Accept", "application/json");
    }
    if (call.from() > 0) {
      request.header("Range", "bytes=" + call.from() + "-");
    }
    String credentials = proxies.credentials(call.uri());
    if (credentials != null) {
      // the JDK shows it to proxies only
      request.header("Proxy-Authorization", credentials);
    }
    String key = options.apiKey();
    if (key != null && sameOrigin(call.uri(), options.apiUrl())) {
      request.header("X-API-Key", key);
    }
    return request.build();
  }

  private static URI target(Call call, URI from, String location) {
    if (!call.method().equals("GET")) {
      throw new HubException(
          HubException.Kind.BAD_ANSWER,
          "Only a GET may be redirected: call="
              + call.what()
              + ", server="
              + from.getHost()
              + "; set PAW_API_URL to the address that the server answers at, perhaps with https");
    }
    URI target;
    try {
      target = from.resolve(URI.create(location));
    } catch (IllegalArgumentException e) {
      throw badTarget(call, "is no URL");
    }
    String scheme = target.getScheme();
    if (target.getHost() == null
        || !("https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme))) {
      throw badTarget(call, "is no http address");
    }
    if ("https".equalsIgnoreCase(from.getScheme()) && !"https".equalsIgnoreCase(scheme)) {
      throw badTarget(call, "leaves https");
    }
    return target;
  }

  private static HubException badTarget(Call call, String problem) {
    return new HubException(
        HubException.Kind.BAD_ANSWER,
        "A redirect must lead to an address that can be followed: call="
            + call.what()
            + ", target "
            + problem);
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** Whether scheme, host and port are the same. */
  public static boolean sameOrigin(URI one, URI other) {
    return one.getScheme() != null
        && one.getHost() != null
        && one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  /** Its port, or that of its scheme. */
  static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** Ends its threads; the JDK's client goes when nothing refers to it any more. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
