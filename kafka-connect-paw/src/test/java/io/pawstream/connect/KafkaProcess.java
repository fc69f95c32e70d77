package io.pawstream.connect;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker or a worker in a process of its own, with the jars of Kafka and none of ours. */
final class KafkaProcess implements AutoCloseable {
  private final Process process;
  private final Path log;

  private KafkaProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** A port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A broker for {@code localhost:port} with its files in {@code directory}. */
  static KafkaProcess broker(Path directory, int port) throws Exception {
    int controller = freePort();
    Map<String, String> settings = new TreeMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put(
        "listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + controller);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("controller.quorum.bootstrap.servers", "localhost:" + controller);
    settings.put("log.dirs", directory.resolve("broker").toString());
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    Path file = write(directory.resolve("broker.properties"), settings);
    try (KafkaProcess format =
        start(
            directory.resolve("format.log"),
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "-t",
            "AAAAAAAAAAAAAAAAAAAAAQ",
            "-c",
            file.toString())) {
      format.awaitEnd();
    }
    return start(directory.resolve("broker.log"), "kafka.Kafka", file.toString());
  }

  /** A standalone worker with its REST interface at {@code localhost:rest}. */
  static KafkaProcess worker(
      Path directory, String bootstrap, Path plugins, int rest, Path... connectors)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(Example.properties("worker"));
    settings.put("bootstrap.servers", bootstrap);
    settings.put("plugin.path", plugins.toString());
    settings.put("offset.storage.file.filename", directory.resolve("offsets").toString());
    settings.put("listeners", "http://localhost:" + rest);
    settings.put("offset.flush.interval.ms", "1000");
    Path file = write(directory.resolve("worker.properties"), settings);
    List<String> arguments = new ArrayList<>(List.of(file.toString()));
    Arrays.stream(connectors).map(Path::toString).forEach(arguments::add);
    return start(
        directory.resolve("worker.log"),
        "org.apache.kafka.connect.cli.ConnectStandalone",
        arguments.toArray(String[]::new));
  }

  static Path write(Path file, Map<String, String> settings) throws IOException {
    return Files.writeString(
        file,
        settings.entrySet().stream()
            .map(each -> each.getKey() + '=' + each.getValue() + '\n')
            .collect(Collectors.joining()));
  }

  /** What the tests are compiled against, less our own and what the plugin archive brings. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                entry.endsWith(".jar")
                    && !Path.of(entry).getFileName().toString().matches("(.*paw-|jna|junit).*"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static KafkaProcess start(Path log, String main, String... arguments) throws IOException {
    String levels = KafkaProcess.class.getResource("/processes-log4j2.properties").toString();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=" + levels,
                "-cp",
                classPath(),
                main));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new KafkaProcess(process, log);
  }

  /** As many records of a topic as are expected, from its beginning. */
  static List<ConsumerRecord<byte[], byte[]>> consume(String bootstrap, String topic, int count) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "group.id",
            UUID.randomUUID().toString(),
            "auto.offset.reset",
            "earliest",
            "metadata.max.age.ms",
            "500");
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.subscribe(List.of(topic));
      long until = System.nanoTime() + ConnectHarness.PATIENCE.toNanos();
      while (records.size() < count) {
        if (System.nanoTime() > until) {
          throw new AssertionError("records in time: " + topic + " has " + records.size());
        }
        consumer.poll(Duration.ofMillis(500)).forEach(records::add);
      }
    }
    return records;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** How often the log says this. */
  long said(String text) throws IOException {
    return log().lines().filter(line -> line.contains(text)).count();
  }

  /** Names of threads, as the operating system knows them: 15 characters at most. */
  List<String> threads() throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
      for (Path task : tasks.toList()) {
        try {
          names.add(Files.readString(task.resolve("comm")).strip());
        } catch (IOException e) {
          // the thread has ended meanwhile
        }
      }
    }
    return names;
  }

  /** Whether a file of this ending is mapped into the process. */
  boolean maps(String ending) throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc", Long.toString(process.pid()), "maps"))) {
      return lines.anyMatch(line -> line.endsWith(ending));
    }
  }

  private void awaitEnd() throws Exception {
    if (!process.waitFor(ConnectHarness.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        || process.exitValue() != 0) {
      throw new IllegalStateException("a process must end well: " + log());
    }
  }

  /** Asks the process to end, as service managers do, and says whether it did in time. */
  boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
