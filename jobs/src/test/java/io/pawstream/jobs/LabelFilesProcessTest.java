package io.pawstream.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The main class in a process of its own. */
class LabelFilesProcessTest {
  private static final long LIMIT_SECONDS = 120;

  @TempDir Path directory;
  private String heap = "-Xmx1g";

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

  @Test
  void aRunThatIsKilledAndStartedAgainLosesNothingAndRepeatsNothing() throws Exception {
    int files = 20;
    int rows = 250;
    Path input = Files.createDirectory(directory.resolve("data"));
    for (int i = 0; i < files; i++) {
      List<String> lines = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        lines.add("message " + row + " of file " + i + ", no hurry");
      }
      Files.write(input.resolve(String.format(Locale.ROOT, "f%02d.txt", i)), lines);
    }
    Path output = directory.resolve("labelled");
    Path notes = output.resolve(".label-files/finished");
    Object[] args = {
      "--input", input, "--program", CommandLine.program("urgency"), "--output", output
    };

    Process killed = start(args);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while ((!Files.isDirectory(notes) || partsIn(notes) < 2) && System.nanoTime() < deadline) {
      assertThat(killed.waitFor(20, TimeUnit.MILLISECONDS)).as(errorsOf("good")).isFalse();
    }
    killed.destroyForcibly();
    assertThat(ended(killed)).isNotZero();
    List<Path> there = outputsIn(output);
    assertThat(there).hasSizeBetween(1, files - 1);
    for (Path file : there) {
      assertThat(Files.readAllLines(file)).as("no half file: " + file).hasSize(rows);
    }

    assertThat(ended(start(args))).as(errorsOf("good")).isZero();

    assertThat(shown("good.err")).containsPattern("finished +[0-9]+ files are passed over");
    List<Path> all = outputsIn(output);
    assertThat(all).hasSize(files).containsAll(there);
    for (int i = 0; i < files; i++) {
      List<String> written = Files.readAllLines(all.get(i));
      assertThat(written).hasSize(rows);
      for (int row = 0; row < rows; row++) {
        assertThat(written.get(row))
            .startsWith("{\"text\":\"message " + row + " of file " + i + ", no hurry\",\"paw\":{")
            .contains("\"label\":");
      }
    }
    try (Stream<Path> left = Files.list(output.resolve(".label-files"))) {
      assertThat(left).noneMatch(path -> path.toString().contains("staging"));
    }
  }

  private static List<Path> outputsIn(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /**
   * Half a minute on two quiet cores: {@code mvn -pl jobs -am -Dtest=LabelFilesProcessTest
   * -Dlabel-files.million}.
   */
  @Test
  @EnabledIfSystemProperty(named = "label-files.million", matches = ".*")
  void aMillionRowsKeepTheirOrderInASmallHeap() throws Exception {
    int rows = 1_000_000;
    Path input = directory.resolve("in.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(input)) {
      for (int i = 0; i < rows; i++) {
        out.write("{\"id\":" + i + ",\"text\":\"message of kind " + i % 100 + ", no hurry\"}\n");
      }
    }
    Path output = directory.resolve("out.jsonl");

    heap = "-Xmx256m";
    long start = System.nanoTime();
    Process process =
        start(
            "--input",
            input,
            "--field",
            "text",
            "--program",
            CommandLine.program("urgency"),
            "--output",
            output);
    assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
    System.out.printf(
        Locale.ROOT,
        "label-files: rows=%d heap=256MiB seconds=%.1f bytes=%d%n",
        rows,
        (System.nanoTime() - start) / 1e9,
        Files.size(output));

    assertThat(process.exitValue()).as(errorsOf("good")).isZero();
    try (BufferedReader in = Files.newBufferedReader(output)) {
      for (int i = 0; i < rows; i++) {
        String line = in.readLine();
        if (line == null || !line.startsWith("{\"id\":" + i + ",") || !line.contains("\"label\"")) {
          assertThat(line).as("row " + i).startsWith("{\"id\":" + i + ",").contains("\"label\"");
        }
      }
      assertThat(in.readLine()).isNull();
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
    command.add(heap);
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
