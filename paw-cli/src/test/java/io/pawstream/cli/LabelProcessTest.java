package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code paw label} in processes of their own that are ended in the middle. */
class LabelProcessTest {
  private static final int ROWS = 20_000;

  /**
   * Rows of equal text in a row: a run takes ten seconds and more, of which a signal hits the
   * second.
   */
  private static final int REPEATED = 5;

  private static final long LIMIT_SECONDS = 240;

  @TempDir static Path shared;
  private static Path input;
  private static Path undisturbed;

  @TempDir Path directory;

  @BeforeAll
  static void labelUndisturbed() throws Exception {
    input = shared.resolve("in.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      for (int i = 0; i < ROWS; i++) {
        out.write("{\"id\":" + i + ",\"text\":\"message " + i / REPEATED + ", no hurry\"}\n");
      }
    }
    undisturbed = shared.resolve("undisturbed.jsonl");
    Process process = start(shared, undisturbed);
    assertThat(ended(process)).as(shown(shared, "err")).isZero();
    assertThat(Files.readAllLines(undisturbed)).hasSize(ROWS);
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "KILL, 137"})
  void aRunThatIsEndedInTheMiddleIsGoneOnWith(String signal, int status) throws Exception {
    Path output = directory.resolve("out.jsonl");
    Process first = start(directory, output);
    Path journal = directory.resolve(".out.jsonl.journal");
    signalOnceThereIs(journal, first, signal);

    assertThat(ended(first)).as(shown(directory, "err")).isEqualTo(status);
    assertThat(output).doesNotExist();
    assertThat(journal).exists();
    if (!signal.equals("KILL")) {
      assertThat(shown(directory, "out")).contains("Stopped; the same command goes on with row ");
    }

    assertThat(ended(start(directory, output))).as(shown(directory, "err")).isZero();
    assertThat(shown(directory, "out"))
        .contains("20,000 rows in ", " of them before", "Written to " + output);
    assertThat(output).hasSameBinaryContentAs(undisturbed);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("out.jsonl", "out", "err", "log");
    }
  }

  @Test
  void onlyOneProcessWritesAnOutput() throws Exception {
    Path output = directory.resolve("out.jsonl");
    Path part = directory.resolve(".out.jsonl.part");
    try (FileChannel channel =
            FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();

      Process process = start(directory, output);

      assertThat(ended(process)).isEqualTo(2);
    }
    assertThat(shown(directory, "err")).contains("only one process may write an output");
    assertThat(output).doesNotExist();
    assertThat(part).exists();
  }

  /**
   * Signals the process as soon as the file is there. By a shell that looks without a pause: a fast
   * machine is done with the rest of the rows before another process could be started.
   */
  private static void signalOnceThereIs(Path file, Process process, String signal)
      throws Exception {
    String script =
        "while [ ! -e \"$1\" ] && kill -0 \"$2\" 2>/dev/null; do :; done; kill -"
            + signal
            + " \"$2\"";
    Process shell =
        new ProcessBuilder("sh", "-c", script, "sh", file.toString(), String.valueOf(process.pid()))
            .start();
    assertThat(ended(shell)).as("the run must not end before its first note").isZero();
  }

  private static Process start(Path directory, Path output) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                // a build in the background of a shell ignores SIGINT, and so would all its
                // children
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-Dpaw.log.file=" + directory.resolve("log"),
                "-cp",
                System.getProperty("java.class.path"),
                PawCommand.class.getName()));
    command.addAll(
        List.of(
            "label",
            input.toString(),
            "--program",
            Cli.program("urgency").toString(),
            "--deterministic",
            "-o",
            output.toString()));
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  private static int ended(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String shown(Path directory, String file) throws IOException {
    return Files.readString(directory.resolve(file), UTF_8);
  }
}
