package io.pawstream.runtime.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/** A real HTTP server on this machine that answers as it is told, faults included. Any thread. */
public final class TestHub implements AutoCloseable {
  /** What was asked. */
  public record Asked(String method, String path, Headers headers, String body) {
    public String header(String name) {
      return headers.getFirst(name);
    }
  }

  /** One answer. */
  @FunctionalInterface
  public interface Answer {
    void send(HttpExchange exchange) throws IOException;

    /** This one with a header more. */
    default Answer with(String name, String value) {
      return exchange -> {
        exchange.getResponseHeaders().add(name, value);
        send(exchange);
      };
    }
  }

  private final HttpServer server;
  private final String scheme;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  public TestHub() throws IOException {
    this(null);
  }

  /** With https, where a context is given. */
  public TestHub(SSLContext tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      scheme = "http";
      server = HttpServer.create(address, 0);
    } else {
      scheme = "https";
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Root of the server. */
  public URI url() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The same server under another name, which makes it another origin. */
  public URI otherOrigin() {
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  /**
   * What to answer, one after the other; the last one stays.
   *
   * @param what method and path, such as {@code GET /api/v1/models/compilers}
   */
  public TestHub on(String what, Answer... inOrder) {
    answers.put(what, new ArrayDeque<>(List.of(inOrder)));
    return this;
  }

  /** All that was asked so far. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** How often this was asked. */
  public long count(String what) {
    return asked.stream().filter(a -> what.equals(a.method() + " " + a.path())).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    asked.add(new Asked(exchange.getRequestMethod(), path, exchange.getRequestHeaders(), body));
    Deque<Answer> inOrder = answers.get(exchange.getRequestMethod() + " " + path);
    Answer answer = json(404, "{\"detail\": \"Program not found\"}");
    if (inOrder != null) {
      synchronized (inOrder) {
        answer = inOrder.size() > 1 ? inOrder.remove() : inOrder.element();
      }
    }
    try (exchange) {
      answer.send(exchange);
    }
  }

  public static Answer json(int status, String body) {
    return body(status, "application/json", body.getBytes(UTF_8));
  }

  public static Answer html(int status) {
    return body(status, "text/html; charset=utf-8", "<html>Gateway</html>".getBytes(UTF_8));
  }

  public static Answer file(byte[] bytes) {
    return body(200, "application/octet-stream", bytes);
  }

  public static Answer status(int status) {
    return exchange -> exchange.sendResponseHeaders(status, -1);
  }

  private static Answer body(int status, String type, byte[] bytes) {
    return exchange -> {
      exchange.getResponseHeaders().add("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  public static Answer redirect(int status, Object location) {
    return status(status).with("Location", location.toString());
  }

  /** Promises all of it, sends this many bytes, and hangs up. */
  public static Answer truncated(byte[] bytes, int sent) {
    return exchange -> {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes, 0, sent);
      exchange.getResponseBody().flush();
    };
  }

  /** A file of which parts can be asked for. */
  public static Answer ranges(byte[] bytes) {
    return exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
      if (from > 0) {
        exchange
            .getResponseHeaders()
            .add("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, bytes.length - from);
      exchange.getResponseBody().write(bytes, from, bytes.length - from);
    };
  }

  /** One byte after the other, slowly, until the other side has enough. */
  public Answer drip() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      while (closing.getCount() > 0) {
        body.write(' ');
        body.flush();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      }
    };
  }

  /** Says nothing until this server is closed. */
  public Answer silence() {
    return exchange -> {
      try {
        closing.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    };
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
