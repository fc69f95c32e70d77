package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;

/**
 * A hub on this machine, for the blocks that pull and compile: {@code owner/slug@v2} is there, and
 * every description is compiled to the same program. The interface is that of the real one.
 */
final class Hub implements AutoCloseable {
  private static final String ID = "b39ce420fa29431cafcf";

  private final HttpServer server;

  Hub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] program = Files.readAllBytes(Places.PROGRAMS.resolve("urgency.paw"));
    String id = "\"program_id\": \"" + ID + "\"";
    serve("/api/v1/programs/resolve/", ("{" + id + "}").getBytes(UTF_8));
    serve("/api/v1/programs/" + ID + "/download", program);
    serve("/api/v1/compile", ("{\"status\": \"ready\", " + id + "}").getBytes(UTF_8));
    server.start();
  }

  private void serve(String path, byte[] body) {
    server.createContext(path, exchange -> answer(exchange, body));
  }

  private static void answer(HttpExchange exchange, byte[] body) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
