package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code paw compile} on a hub, in a process of its own, against a server in this one. */
class ServerCompileTest {
  private static final String ID = "0123456789abcdef0123";
  private static final String SPEC = "Decide whether the message can wait.";

  @TempDir Path directory;
  private HttpServer server;
  private final AtomicReference<String> answer = new AtomicReference<>("");
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final AtomicReference<String> key = new AtomicReference<>("");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/compile",
        exchange -> {
          asked.set(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          key.set(exchange.getRequestHeaders().getFirst("X-API-Key"));
          byte[] body = answer.get().getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private int compile(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + directory,
                "-Dpaw.log.file=" + directory.resolve("log"),
                "-cp",
                System.getProperty("java.class.path"),
                PawCommand.class.getName(),
                "compile",
                "--spec",
                SPEC));
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile());
    builder.environment().put("PAW_API_URL", "http://127.0.0.1:" + server.getAddress().getPort());
    builder.environment().put("PAW_API_KEY", "a-key");
    builder.environment().remove("PAW_OFFLINE");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private String shown(String file) throws IOException {
    return Files.readString(directory.resolve(file), UTF_8);
  }

  @Test
  void sendsTheDescriptionAndNamesTheProgram() throws Exception {
    answer.set("{\"status\":\"ready\",\"program_id\":\"" + ID + "\"}");

    assertThat(compile("--json")).as(shown("err")).isZero();

    JsonNode json = new ObjectMapper().readTree(shown("out"));
    assertThat(json.path("state").asText()).isEqualTo("ready");
    assertThat(json.path("program_id").asText()).isEqualTo(ID);
    assertThat(new ObjectMapper().readTree(asked.get()).path("spec").asText()).isEqualTo(SPEC);
    assertThat(new ObjectMapper().readTree(asked.get()).path("public").asBoolean()).isFalse();
    assertThat(key.get()).isEqualTo("a-key");

    assertThat(compile()).isZero();
    assertThat(shown("out")).isEqualTo(ID + " is ready: paw pull " + ID + "\n");
  }

  @Test
  void aCompilationThatFailedIsStatusOne() throws Exception {
    answer.set("{\"status\":\"failed\",\"job_id\":\"j1\",\"error\":\"no luck\"}");

    assertThat(compile()).isEqualTo(1);

    assertThat(shown("out")).isEmpty();
    assertThat(shown("err")).contains("state=failed, job=j1, error=no luck").hasLineCount(1);
  }
}
