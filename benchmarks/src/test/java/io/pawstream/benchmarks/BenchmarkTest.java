package io.pawstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pawstream.benchmarks.internal.model.RandomInterpreter;
import io.pawstream.benchmarks.internal.model.RandomProgram;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.benchmarks.internal.rows.Rows;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Architecture;
import io.pawstream.runtime.interpreter.HyperParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole command on a few records. */
class BenchmarkTest {
  private static final String PROGRAM = Path.of("..", "programs", "urgency.paw").toString();

  @TempDir private Path directory;

  @Test
  void measuresEveryRow() throws Exception {
    Path json = directory.resolve("result.json");
    Path svg = directory.resolve("result.svg");

    int code =
        CommandLines.run(
            new Benchmark(),
            "--program=" + PROGRAM,
            "--records=64",
            "--rounds=1",
            "--seconds=0.01",
            "--json=" + json,
            "--svg=" + svg);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(json));
    assertThat(report.get("results").findValuesAsText("key")).isEqualTo(Rows.STANDARD);
    for (JsonNode result : report.get("results")) {
      if (!result.get("key").asText().equals(Rows.SWITCH)) {
        assertThat(result.get("median").asDouble()).as(result.toString()).isPositive();
      }
    }
    assertThat(report.get("figures").findValuesAsText("key"))
        .containsAll(List.of("agreement", "flink-async-share", "jvm-share", "input-share"));
    assertThat(report.at("/facts/interpreter").asText()).startsWith("paw-tiny");
    assertThat(svg).content().startsWith("<svg").endsWith("</svg>\n");
  }

  @Test
  void measuresKafkaConnect() throws Exception {
    Path json = directory.resolve("result.json");
    int code =
        CommandLines.run(
            new Benchmark(),
            "--program=" + PROGRAM,
            "--only=callers-2,connect-2",
            "--records=64",
            "--rounds=2",
            "--seconds=0.01",
            "--json=" + json);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(json));
    assertThat(report.get("results").findValuesAsText("key"))
        .containsExactly("callers-2", "connect-2");
    assertThat(report.get("figures").findValuesAsText("key")).contains("connect-2-share");
  }

  @Test
  void saysWhyARowCannotBeHad() throws Exception {
    Path json = directory.resolve("result.json");
    int code =
        CommandLines.run(
            new Benchmark(),
            "--program=" + PROGRAM,
            "--only=engine,jllama,jllama-complete",
            "--records=64",
            "--rounds=1",
            "--seconds=0.01",
            "--json=" + json);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(json));
    assertThat(report.get("results").findValuesAsText("key")).containsExactly("engine");
    for (String row : List.of("jllama", "jllama-complete")) {
      assertThat(report.at("/facts/not run, " + row).asText())
          .contains("general.architecture=qwen3");
    }
  }

  @Test
  void measuresTheRivalOnGpt2() throws Exception {
    Path interpreter = directory.resolve("random.gguf");
    Path program = directory.resolve("random.paw");
    Shape shape =
        new Shape(
            "gpt2-small",
            new HyperParameters(Architecture.GPT2, 2, 512, 256, 512, 4, 4, 64, 64),
            6200);
    RandomInterpreter.write(interpreter, shape, GgufType.Q8_0, true, 7);
    RandomProgram.write(program, shape, 7);
    Path json = directory.resolve("result.json");
    int code =
        CommandLines.run(
            new Benchmark(),
            "--interpreter=" + interpreter,
            "--program=" + program,
            "--only=engine,jllama,jllama-complete",
            "--callers=2",
            "--records=32",
            "--rounds=1",
            "--seconds=0.01",
            "--json=" + json);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(json));
    assertThat(report.get("results").findValuesAsText("key"))
        .containsExactly("engine", "jllama", "jllama-complete");
  }

  @ParameterizedTest
  @CsvSource({
    "log, 'engine,sgemm', 2",
    "long, 'sdk,engine-blas', 2",
    "labels-50, 'engine,engine-blas', 50",
    "extraction, 'sdk,engine', 0"
  })
  void measuresEveryWorkload(String workload, String rows, int labels) throws Exception {
    Path json = directory.resolve("result.json");
    int code =
        CommandLines.run(
            new Benchmark(),
            "--program=" + PROGRAM,
            "--workload=" + workload,
            "--only=" + rows,
            "--records=32",
            "--rounds=1",
            "--seconds=0.01",
            "--json=" + json);

    assertThat(code).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readAllBytes(json));
    assertThat(report.get("results").findValuesAsText("key")).containsExactly(rows.split(","));
    assertThat(report.at("/facts/labels").asInt()).isEqualTo(labels);
  }

  @Test
  void rowsHaveTokensCeilingsMemoryAndFiles() throws Exception {
    int code =
        CommandLines.run(
            new Benchmark(),
            "--program=" + PROGRAM,
            "--only=engine-blas,sgemm,sgemm-adapter,switch",
            "--memory",
            "--records=32",
            "--rounds=1",
            "--seconds=0.01",
            "--output-dir=" + directory);

    assertThat(code).isZero();
    JsonNode report =
        new JsonMapper().readTree(Files.readAllBytes(directory.resolve("rows-paw-tiny.json")));
    JsonNode blas = report.at("/results/0");
    assertThat(blas.get("tokensPerSecond").asDouble())
        .isGreaterThan(20 * blas.get("median").asDouble());
    assertThat(blas.get("ceilingPercent").asDouble()).isBetween(1.0, 100.0);
    assertThat(blas.get("peakMegabytes").asDouble())
        .isGreaterThan(blas.get("mappedMegabytes").asDouble() + 20);
    assertThat(report.at("/goals/0/key").asText()).isEqualTo(Rows.SWITCH);
    assertThat(directory.resolve("rows-paw-tiny.md")).content().contains("| warm program switch |");
    assertThat(directory.resolve("rows-paw-tiny.svg")).content().startsWith("<svg");
  }

  @ParameterizedTest
  @CsvSource({
    "--suite=nothing, 2",
    "--workload=nothing, 2",
    "--shape=nothing, 2",
    "--only=nothing, 2",
    "--rounds=many, 2",
    "--program=missing.paw, 1"
  })
  void saysThatItFailed(String option, int code) {
    assertThat(CommandLines.run(new Benchmark(), option)).isEqualTo(code);
  }
}
