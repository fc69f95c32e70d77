package io.pawstream.runtime.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A real HTTP proxy on this machine, with tunnels, for which every host is one port of this
 * machine: what reaches a host whose name nobody knows came through it. Any thread.
 */
public final class TestProxy implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final int port;
  private final String credentials;

  /**
   * @param port where it leads to
   * @param credentials that it wants to see; null for none
   */
  public TestProxy(int port, String credentials) throws IOException {
    this.port = port;
    this.credentials = credentials;
    threads.execute(this::accept);
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + listening.getLocalPort();
  }

  /** First line and headers of each request that came, without what went through a tunnel. */
  public List<String> heads() {
    return List.copyOf(heads);
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket caller = listening.accept();
        threads.execute(() -> serve(caller));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket caller) {
    try (caller) {
      String head = head(caller.getInputStream());
      heads.add(head);
      OutputStream answer = caller.getOutputStream();
      if (credentials != null && !head.contains("Proxy-Authorization: " + credentials + "\r\n")) {
        answer.write(
            ("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n"
                    + "Proxy-Authenticate: Basic realm=\"proxy\"\r\nConnection: close\r\n\r\n")
                .getBytes(ISO_8859_1));
        return;
      }
      Socket target;
      try {
        target = new Socket(InetAddress.getLoopbackAddress(), port);
      } catch (IOException e) {
        answer.write("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1));
        return;
      }
      try (target) {
        if (head.startsWith("CONNECT ")) {
          answer.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(ISO_8859_1));
        } else {
          // the path alone, and one request for each connection
          String plain =
              head.replaceFirst("http://[^/]*/", "/")
                  .replaceAll("(?i)proxy-authorization: .*\r\n", "")
                  .replaceFirst("\r\n\r\n$", "\r\nConnection: close\r\n\r\n");
          target.getOutputStream().write(plain.getBytes(ISO_8859_1));
        }
        threads.execute(() -> pump(caller, target));
        target.getInputStream().transferTo(answer);
      }
    } catch (IOException e) {
      // the other side has enough
      return;
    }
  }

  private static void pump(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // the other side has enough
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    byte[] end = "\r\n\r\n".getBytes(ISO_8859_1);
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      byte[] all = head.toByteArray();
      if (all.length >= 4 && Arrays.equals(all, all.length - 4, all.length, end, 0, 4)) {
        return head.toString(ISO_8859_1);
      }
    }
    throw new IOException("no request");
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
  }
}
