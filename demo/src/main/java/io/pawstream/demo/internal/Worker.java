package io.pawstream.demo.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A standalone worker of Kafka Connect in a process of its own. One thread. */
public final class Worker implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final KafkaProcess process;
  private final String url;

  private Worker(KafkaProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param options of the worker, such as those of {@code examples/connect/worker.properties}
   * @param plugins the folder of plugins
   */
  public static Worker start(
      WorkFolder folder, Map<String, String> options, String servers, Path plugins)
      throws DemoException, IOException, InterruptedException {
    String url = "http://localhost:" + KafkaProcess.freePort();
    Map<String, String> all = new HashMap<>(options);
    all.put("bootstrap.servers", servers);
    all.put("plugin.path", plugins.toString());
    all.put("offset.storage.file.filename", folder.resolve("offsets").toString());
    all.put("listeners", url);
    Path file = folder.write("worker.properties", all);
    Worker worker =
        new Worker(
            KafkaProcess.start(
                folder,
                "worker",
                "org.apache.kafka.connect.cli.ConnectStandalone",
                file.toString()),
            url);
    try {
      worker.process.await(worker::isHealthy);
    } catch (DemoException | IOException | InterruptedException | RuntimeException e) {
      worker.close();
      throw e;
    }
    return worker;
  }

  private boolean isHealthy() throws InterruptedException {
    try {
      return send(request("/health").GET()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Root of its REST interface. */
  public String url() {
    return url;
  }

  /** Creates a connector, or says what the worker has against it. */
  public void create(String name, Map<String, String> options)
      throws DemoException, IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            request("/connectors/" + name + "/config")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(JSON.writeValueAsString(options))));
    if (answer.statusCode() / 100 != 2) {
      throw new DemoException(
          "the worker refuses the connector: "
              + JSON.readTree(answer.body()).path("message").asText(answer.body()));
    }
  }

  /** Throws where a task of the connector has failed, with the reason. */
  public void check(String name) throws DemoException, IOException, InterruptedException {
    JsonNode tasks = JSON.readTree(send(request("/connectors/" + name + "/status").GET()).body());
    for (JsonNode task : tasks.path("tasks")) {
      if (task.path("state").asText().equals("FAILED")) {
        throw new DemoException("the connector has failed: " + task.path("trace").asText());
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(KafkaProcess.PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() {
    process.close();
  }
}
