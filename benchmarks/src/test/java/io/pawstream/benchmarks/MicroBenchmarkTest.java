package io.pawstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroBenchmarkTest {
  @TempDir private Path directory;

  @Test
  void measuresThePiecesThatNeedNoInterpreter() throws Exception {
    int code =
        CommandLines.run(
            new MicroBenchmark(),
            "--only=(Fill|Labels|Prepared)",
            "--forks=0",
            "--rounds=1",
            "--seconds=0.01",
            "--output-dir=" + directory);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(directory.resolve("jmh.json")));
    assertThat(report.get("results").findValuesAsText("key"))
        .containsExactlyInAnyOrder(
            "Fill.inputThroughTheQueue",
            "Labels.logitsOf151936Tokens",
            "Labels.trieOf50Labels",
            "Labels.walkTo50Labels",
            "Prepared.newLine",
            "Prepared.repeatedLine");
    for (JsonNode result : report.get("results")) {
      assertThat(result.get("median").asDouble()).as(result.toString()).isPositive();
    }
    assertThat(directory.resolve("jmh.md")).content().contains("fill: input through the queue");
    assertThat(directory.resolve("jmh.svg")).doesNotExist();
  }
}
