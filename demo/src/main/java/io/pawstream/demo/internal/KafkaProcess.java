package io.pawstream.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of Kafka in a JVM of its own, with the class path of this one. One thread. */
final class KafkaProcess implements AutoCloseable {
  /** Of every start and answer; machines may be busy. */
  static final Duration PATIENCE = Duration.ofMinutes(4);

  private static final int LINES_SHOWN = 12;

  /** Whether a process is there to be used. */
  @FunctionalInterface
  interface Readiness {
    boolean test() throws InterruptedException;
  }

  private final String name;
  private final Process process;
  private final Path log;

  private KafkaProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  static KafkaProcess start(WorkFolder folder, String name, String main, String... arguments)
      throws IOException {
    Path log = folder.resolve(name.replace(' ', '-') + ".log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=classpath:processes-log4j2.properties",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    return new KafkaProcess(name, process, log);
  }

  /** Waits until the process can be used. */
  void await(Readiness ready) throws DemoException, IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ready.test()) {
      if (!process.isAlive()) {
        throw new DemoException("the " + name + " has ended: " + lastLines());
      }
      if (System.nanoTime() > end) {
        throw new DemoException("the " + name + " did not start in time: " + lastLines());
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  /** Waits until the process has ended well. */
  void awaitEnd() throws DemoException, IOException, InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new DemoException("the " + name + " did not end well: " + lastLines());
    }
  }

  /** The end of its log, as the folder is gone when people read the message. */
  private String lastLines() throws IOException {
    List<String> lines = Files.readString(log, UTF_8).lines().toList();
    return "\n  "
        + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
