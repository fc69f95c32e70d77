package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files larger than the memory of the process that reads them. */
class BigFilesTest {
  private static final String HEAP = "-Xmx48m";
  private static final String PADDING = "x".repeat(1000);

  @TempDir Path directory;

  private record Ended(int status, String out, String err, long peakBytes) {}

  @Test
  void labelNeedsNoMoreMemoryForALargerFile() throws Exception {
    Path small = rows("small.jsonl", 1_000);
    Path large = rows("large.jsonl", 120_000);
    assertThat(Files.size(large)).isGreaterThan(120_000_000L);
    Path output = directory.resolve("out.jsonl");

    Ended first = label(small, directory.resolve("small-out.jsonl"));
    Ended second = label(large, output);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(second.status()).as(second.err()).isZero();
    // what the JVM itself grows by, far below the file
    assertThat(second.peakBytes()).isLessThan(first.peakBytes() + (60L << 20));
    try (BufferedReader in = Files.newBufferedReader(output)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        assertThat(line)
            .startsWith("{\"id\":" + number++ + ",")
            .contains("\"paw\":{\"urgency\":{\"label\":\"");
      }
      assertThat(number).isEqualTo(120_000);
    }
  }

  @Test
  void evalKeepsCountsAndNoRows() throws Exception {
    int rows = 120_000;
    Path file = directory.resolve("known.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        // a text with NUL is refused at once: what costs time here is what is kept of a row
        out.write(
            "{\"text\":\""
                + (i % 1000 == 0 ? "message " + i : "\\u0000 " + i + PADDING.substring(0, 200))
                + "\",\"right\":\"answer "
                + (i % 3 == 0 ? i : 0)
                + "\"}\n");
      }
    }

    Ended ended =
        paw(
            "eval",
            file.toString(),
            "--program",
            Cli.program("urgency").toString(),
            "--expected",
            "right",
            "--compare",
            Cli.program("sentiment").toString(),
            "--json",
            "--quiet");

    assertThat(ended.status()).as(ended.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(ended.out());
    assertThat(json.path("rows").asInt()).isEqualTo(rows);
    assertThat(json.path("failures").asInt()).isEqualTo(rows - rows / 1000);
    assertThat(json.path("least_certain")).hasSize(10);
    assertThat(json.path("least_certain").get(0).path("input").asText()).startsWith("message ");
    assertThat(json.path("compare").path("against").path("agreed").asInt())
        .isEqualTo(rows - rows / 1000);
  }

  private Path rows(String name, int rows) throws IOException {
    Path file = directory.resolve(name);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        out.write(
            "{\"id\":"
                + i
                + ",\"text\":\"message "
                + i % 20
                + ", no hurry\",\"note\":\""
                + PADDING
                + "\"}\n");
      }
    }
    return file;
  }

  private Ended label(Path input, Path output) throws Exception {
    return paw(
        "label",
        input.toString(),
        "--program",
        Cli.program("urgency").toString(),
        "--quiet",
        "-o",
        output.toString());
  }

  private Ended paw(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dpaw.log.file=" + directory.resolve("log"),
                "-cp",
                System.getProperty("java.class.path"),
                PawCommand.class.getName()));
    command.addAll(Arrays.asList(words));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      long peak = 0;
      for (int looks = 0; !process.waitFor(50, TimeUnit.MILLISECONDS); looks++) {
        peak = Math.max(peak, peak(process));
        assertThat(looks).as("ended in time").isLessThan(20 * 300);
      }
      return new Ended(
          process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8), peak);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The most memory that a process had so far, as Linux counts it; 0 once it has ended. */
  private static long peak(Process process) throws IOException {
    Path status = Path.of("/proc", String.valueOf(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readString(status)
        .lines()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElse(0);
  }
}
