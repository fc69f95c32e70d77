package io.pawstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole command on a few steps. */
class TrainingBenchmarkTest {
  @TempDir private Path directory;

  @Test
  void measuresPassesAndTheirShareOfThePeak() throws Exception {
    Path json = directory.resolve("result.json");
    Path svg = directory.resolve("result.svg");

    int code =
        CommandLines.run(
            new TrainingBenchmark(),
            "--only=sgemm-qwen3,shipped-forward,shipped-full,tiny-lora,qwen3-lora",
            "--qwen3-blocks=1",
            "--threads=1",
            "--rounds=1",
            "--seconds=0.05",
            "--json=" + json,
            "--svg=" + svg);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(json));
    assertThat(report.get("results").findValuesAsText("key"))
        .containsExactly(
            "sgemm",
            "sgemm-qwen3",
            "shipped-forward",
            "shipped-full",
            "tiny-lora",
            "qwen3-lora",
            "sgemm-qwen3-share",
            "shipped-forward-share",
            "shipped-full-share",
            "tiny-lora-share",
            "qwen3-lora-share");
    for (JsonNode result : report.get("results")) {
      assertThat(result.get("median").asDouble()).as(result.toString()).isPositive();
    }
    assertThat(report.at("/facts/kernels").asText()).startsWith("OpenBLAS ");
    assertThat(svg).content().startsWith("<svg").contains("Qwen3-0.6B, blocks: 1, LoRA rank 16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--only=nothing", "--rounds=many", "--qwen3-blocks=0"})
  void saysWhatCannotBeUsed(String option) {
    assertThat(CommandLines.run(new TrainingBenchmark(), option)).isEqualTo(2);
  }
}
