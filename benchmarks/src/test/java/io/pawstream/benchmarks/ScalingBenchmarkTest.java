package io.pawstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.benchmarks.internal.scaling.Point;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole command on a few records, each series in a process of its own. */
class ScalingBenchmarkTest {
  private static final String PROGRAM = Path.of("..", "programs", "urgency.paw").toString();

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "records, --marks=16;40, 16 40 16 40",
    "programs, --programs=1;3, 1 3 1 3",
  })
  void writesTheSizesOfEachSeries(String sweep, String sizes, String expected) throws Exception {
    int code =
        CommandLines.run(
            new ScalingBenchmark(),
            "--only=" + sweep,
            sizes.replace(';', ','),
            "--program=" + PROGRAM,
            "--seconds=0.01",
            "--output-dir=" + directory);

    assertThat(code).isZero();
    List<String> lines = Files.readAllLines(directory.resolve("scaling-" + sweep + ".csv"));
    assertThat(lines).anyMatch(line -> line.startsWith("# processor: ")).contains(Point.HEADER);
    List<Point> points =
        lines.stream()
            .filter(line -> !line.startsWith("#") && !line.equals(Point.HEADER))
            .map(Point::parse)
            .toList();
    assertThat(points).extracting(Point::series).containsExactly("llama", "llama", "blas", "blas");
    assertThat(points)
        .extracting(point -> Integer.toString((int) point.x()))
        .containsExactly(expected.split(" "));
    assertThat(points).allMatch(point -> point.recordsPerSecond() > 0 && point.readyMillis() > 0);
    assertThat(directory.resolve("scaling-" + sweep + ".svg")).content().startsWith("<svg");
  }

  @Test
  void namesTheSweepsThatThereAre() {
    assertThat(CommandLines.run(new ScalingBenchmark(), "--only=nothing")).isEqualTo(2);
  }
}
