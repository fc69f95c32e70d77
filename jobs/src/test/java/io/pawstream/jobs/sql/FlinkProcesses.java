package io.pawstream.jobs.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.client.cli.CliFrontend;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A JobManager and TaskManagers as processes of their own, started as Flink's scripts do, with the
 * operator on their class path. Jobs are handed to them by Flink's command line.
 */
final class FlinkProcesses implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path directory;
  private final int restPort;
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  FlinkProcesses(Path directory, int taskManagers) throws Exception {
    this.directory = directory;
    restPort = freePort();
    Files.writeString(
        directory.resolve("config.yaml"),
        """
        jobmanager.rpc.address: localhost
        jobmanager.rpc.port: %d
        rest.address: localhost
        rest.port: %d
        taskmanager.host: localhost
        taskmanager.numberOfTaskSlots: 4
        taskmanager.load-balance.mode: SLOTS
        taskmanager.cpu.cores: 2.0
        taskmanager.memory.framework.heap.size: 64m
        taskmanager.memory.framework.off-heap.size: 64m
        taskmanager.memory.jvm-metaspace.size: 128m
        taskmanager.memory.jvm-overhead.min: 64m
        taskmanager.memory.jvm-overhead.max: 64m
        taskmanager.memory.task.heap.size: 128m
        taskmanager.memory.task.off-heap.size: 64m
        taskmanager.memory.managed.size: 16m
        taskmanager.memory.network.min: 32m
        taskmanager.memory.network.max: 32m
        metrics.fetcher.update-interval: 500
        io.tmp.dirs: %s
        """
            .formatted(freePort(), restPort, directory));
    try {
      start(StandaloneSessionClusterEntrypoint.class, "jobmanager");
      for (int i = 0; i < taskManagers; i++) {
        start(TaskManagerRunner.class, "taskmanager-" + i);
      }
      until("TaskManagers", () -> get("/taskmanagers").get("taskmanagers").size() == taskManagers);
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Everything of this test but the jobs themselves and the tests: what lies in {@code lib}. */
  private static String lib() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .filter(entry -> !Path.of(entry).endsWith(Path.of("jobs", "target", "classes")))
        .filter(entry -> !Path.of(entry).getFileName().toString().matches("(junit|kafka).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void start(Class<?> main, String name) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms192m",
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:+AlwaysPreTouch",
                "-XX:TieredStopAtLevel=1",
                "-Dpaw.natives.cpu=haswell",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                lib(),
                main.getName(),
                "--configDir",
                directory.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    File log = directory.resolve(name + ".log").toFile();
    processes.add(builder.redirectErrorStream(true).redirectOutput(log).start());
  }

  /** Process ids of the TaskManagers. */
  List<Long> taskManagers() {
    return processes.stream().skip(1).map(Process::pid).toList();
  }

  /** {@code flink run -d} of a SQL script; gives the id of its job once all its tasks run. */
  String run(Path jar, Path script) throws Exception {
    List<String> before = jobs();
    cli("run", "-d", "-c", "io.pawstream.jobs.RunSql", jar.toString(), script.toString());
    List<String> after = new ArrayList<>(jobs());
    after.removeAll(before);
    String job = after.get(0);
    until("tasks of " + job, () -> tasks(job).stream().allMatch("RUNNING"::equals));
    return job;
  }

  /** {@code flink cancel}; returns once the job has ended. */
  void cancel(String job) throws Exception {
    cli("cancel", job);
    until("end of " + job, () -> get("/jobs/" + job).get("state").asText().equals("CANCELED"));
  }

  private void cli(String... arguments) throws Exception {
    Configuration configuration = GlobalConfiguration.loadConfiguration(directory.toString());
    int status =
        new CliFrontend(
                configuration,
                CliFrontend.loadCustomCommandLines(configuration, directory.toString()))
            .parseAndRun(arguments);
    if (status != 0) {
      throw new AssertionError("flink " + List.of(arguments) + " must succeed: status=" + status);
    }
  }

  private List<String> jobs() throws Exception {
    List<String> jobs = new ArrayList<>();
    get("/jobs").get("jobs").forEach(job -> jobs.add(job.get("id").asText()));
    return jobs;
  }

  private List<String> tasks(String job) throws Exception {
    List<String> states = new ArrayList<>();
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      JsonNode details = get("/jobs/" + job + "/vertices/" + vertex.get("id").asText());
      details.get("subtasks").forEach(task -> states.add(task.get("status").asText()));
    }
    return states;
  }

  /** The values of a metric in all tasks of a job. */
  List<Long> metric(String job, String name) throws Exception {
    List<Long> values = new ArrayList<>();
    for (JsonNode vertex : get("/jobs/" + job).get("vertices")) {
      String metrics = "/jobs/" + job + "/vertices/" + vertex.get("id").asText() + "/metrics";
      List<String> ids = new ArrayList<>();
      get(metrics).forEach(metric -> ids.add(metric.get("id").asText()));
      ids.removeIf(id -> !id.endsWith(name));
      for (String id : ids) {
        String query = id.replace("[", "%5B").replace("]", "%5D").replace(" ", "%20");
        get(metrics + "?get=" + query).forEach(metric -> values.add(metric.get("value").asLong()));
      }
    }
    return values;
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + restPort + path)).build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
  }

  /** Waits until a condition holds; an exception counts as not yet. */
  void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Throwable last = null;
    while (System.nanoTime() < end) {
      for (Process process : processes) {
        if (!process.isAlive()) {
          throw new AssertionError(
              "processes of Flink must live: status=" + process.exitValue() + "\n" + logs());
        }
      }
      try {
        if (condition.call()) {
          return;
        }
      } catch (IOException | NullPointerException e) {
        last = e;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError("not in time: " + what + "\n" + logs(), last);
  }

  private String logs() throws IOException {
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".log")).sorted().toList()) {
        logs.append(file.getFileName()).append('\n').append(Files.readString(file)).append('\n');
      }
    }
    return logs.toString();
  }

  @Override
  public void close() throws InterruptedException {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
  }
}
