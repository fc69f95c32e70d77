package io.pawstream.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main class in a process of its own. */
class LabelFilesProcessTest {
  private static final long LIMIT_SECONDS = 120;

  @TempDir Path directory;

  @Test
  void labelsAFileAndEndsWithItsStatus() throws Exception {
    Path output = directory.resolve("out.jsonl");

    Process good =
        start(
            "--input",
            CommandLine.EXAMPLES.resolve("app.log"),
            "--format",
            "text",
            "--program",
            CommandLine.program("log"),
            "--output",
            output);
    Process bad = start("--input", directory.resolve("none"));

    assertThat(ended(good)).as(errorsOf("good")).isZero();
    assertThat(Files.readAllLines(output)).hasSize(40);
    assertThat(shown("good.out")).contains("40 rows in").doesNotContain("\u001b");
    assertThat(shown("good.err")).doesNotContain("Exception", "WARN", "SLF4J", "\r");
    assertThat(ended(bad)).isEqualTo(2);
    assertThat(shown("bad.out")).isEmpty();
    assertThat(shown("bad.err").lines()).hasSize(1);
    assertThat(directory.resolve("temporary")).isEmptyDirectory();
  }

  @Test
  void aRunThatIsStoppedLeavesNothing() throws Exception {
    Path input = directory.resolve("in.txt");
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      for (int i = 0; i < 2_000_000; i++) {
        out.write("message number " + i + " of very many, no hurry\n");
      }
    }
    Path results = Files.createDirectory(directory.resolve("results"));
    Path output = results.resolve("out.jsonl");

    Process process =
        start(
            "--input",
            input,
            "--format",
            "text",
            "--program",
            CommandLine.program("urgency"),
            "--output",
            output);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (partsIn(results) == 0 && System.nanoTime() < deadline) {
      assertThat(process.waitFor(50, TimeUnit.MILLISECONDS)).as(errorsOf("good")).isFalse();
    }
    assertThat(partsIn(results)).as(errorsOf("good")).isPositive();
    process.destroy();
    assertThat(ended(process)).isNotZero();

    try (Stream<Path> left = Files.list(results)) {
      assertThat(left).isEmpty();
    }
  }

  private static long partsIn(Path results) throws IOException {
    try (Stream<Path> files = Files.walk(results)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private Process start(Object... args) throws IOException {
    String name = args.length > 2 ? "good" : "bad";
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dpaw.log.file=" + directory.resolve("log"));
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("temporary")));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LabelFiles.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    return new ProcessBuilder(command)
        .redirectOutput(directory.resolve(name + ".out").toFile())
        .redirectError(directory.resolve(name + ".err").toFile())
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

  private String shown(String file) throws IOException {
    return Files.readString(directory.resolve(file), UTF_8);
  }

  private String errorsOf(String name) throws IOException {
    return shown(name + ".err");
  }
}
