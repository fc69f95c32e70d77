package io.pawstream.connect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** The REST interface of a worker. */
final class RestClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final String base;

  RestClient(int port) {
    base = "http://localhost:" + port;
  }

  boolean isHealthy() throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(uri("/health")).GET()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(HttpRequest.newBuilder(uri(path)).GET()).body());
  }

  /** Creates a connector; its name is one of the options. */
  void create(Map<String, String> options) throws IOException, InterruptedException {
    Map<String, String> config = new HashMap<>(options);
    String name = config.remove("name");
    String body = JSON.writeValueAsString(Map.of("name", name, "config", config));
    HttpResponse<String> response =
        send(
            HttpRequest.newBuilder(uri("/connectors"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    if (response.statusCode() != 201) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
  }

  void delete(String connector) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(uri("/connectors/" + connector)).DELETE());
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(base + path);
  }
}
