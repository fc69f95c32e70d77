package io.pawstream.jobs.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.LabelTopic;
import io.pawstream.jobs.testing.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job whose process is killed, and goes on in another from the last checkpoint. */
class KilledProcessTest {
  private static final int PART = 200;

  @TempDir Path directory;

  @Test
  void eachRecordIsThereOnce() throws Exception {
    try (Broker broker = new Broker()) {
      broker.create("in", "out");
      broker.send(numbered(0));
      Process first = start(broker, "first");
      try {
        broker.committed("out", PART);
        broker.send(numbered(1));
        // some of the second part are written, committed or not
        broker.awaitWritten("out", PART + 10);
      } finally {
        kill(first);
      }
      broker.send(numbered(2));
      Process second =
          start(broker, "second", "--flink.execution.state-recovery.path=" + checkpoint().toUri());
      try {
        assertThat(broker.committed("out", 3 * PART))
            .extracting(record -> new String(record.key(), UTF_8))
            .containsExactlyElementsOf(
                IntStream.range(0, 3 * PART).mapToObj(String::valueOf).toList());
      } finally {
        kill(second);
      }
    }
  }

  /** SIGKILL: nothing in the process gets to know of it. */
  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
  }

  private Process start(Broker broker, String name, String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Dpaw.log.file=" + directory.resolve(name + ".log"),
                "-Dlog4j2.configurationFile=classpath:log4j2.xml",
                "-Djava.io.tmpdir="
                    + Files.createDirectories(directory.resolve(name + "-temporary")),
                "-Dpaw.natives.cpu=haswell",
                "-cp",
                System.getProperty("java.class.path"),
                LabelTopic.class.getName(),
                "--name=killed",
                "--source.bootstrap-servers='" + broker.servers() + "'",
                "--source.topics=in",
                "--bindings.urgency.program=../programs/urgency.paw",
                "--sink.topic=out",
                "--flink.parallelism.default=1",
                "--flink.execution.checkpointing.interval=500 ms",
                "--flink.execution.checkpointing.dir=" + directory.resolve("checkpoints").toUri(),
                "--flink.execution.checkpointing.externalized-checkpoint-retention"
                    + "=RETAIN_ON_CANCELLATION"));
    command.addAll(List.of(flags));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(name + ".out").toFile())
        .start();
  }

  /** The newest that is complete. */
  private Path checkpoint() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("checkpoints"))) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .map(Path::getParent)
          .max(Comparator.comparingInt(KilledProcessTest::number))
          .orElseThrow();
    }
  }

  private static int number(Path checkpoint) {
    return Integer.parseInt(checkpoint.getFileName().toString().replace("chk-", ""));
  }

  private static List<ProducerRecord<byte[], byte[]>> numbered(int part) {
    return IntStream.range(part * PART, (part + 1) * PART)
        .mapToObj(
            i ->
                new ProducerRecord<>(
                    "in", ("" + i).getBytes(UTF_8), ("please call me back " + i).getBytes(UTF_8)))
        .toList();
  }
}
