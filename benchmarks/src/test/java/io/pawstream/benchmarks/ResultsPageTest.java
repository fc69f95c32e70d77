package io.pawstream.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.benchmarks.internal.report.Figure;
import io.pawstream.benchmarks.internal.report.JsonReport;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Unit;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/benchmark-page} writes the page's tables anew. */
class ResultsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "benchmarks.md");
  private static final Path RESULTS = Path.of("results");

  @TempDir private Path directory;

  @Test
  void thePageShowsTheCommittedResults() throws Exception {
    String page = Files.readString(PAGE);
    assertThat(page).isEqualTo(ResultsPage.written(page, RESULTS, PAGE));
  }

  @Test
  void blocksAreMadeOfTheFiles() throws Exception {
    Path results = Files.createDirectories(directory.resolve("results"));
    Report report =
        new Report(
            Map.of("cores", 2),
            List.of(
                new Result(
                    "sdk", "sdk | loop", Unit.RECORDS_PER_SECOND, 1, List.of(2.0), List.of(400.0))),
            List.of(new Figure("share", "a share", 81.25, "%")));
    try (OutputStream out = Files.newOutputStream(results.resolve("engines-x.json"))) {
      JsonReport.write(report, out);
    }
    Files.writeString(
        results.resolve("scaling-x.csv"),
        "# cores: 2\nseries,x,records_per_second,cpu_ms_per_record,resident_mb,ready_ms\n"
            + "llama,1000,512.50,3.875,181.25,22.50\n");
    Files.writeString(results.resolve("scaling-x.svg"), "<svg/>");
    Path page = directory.resolve("page.md");
    Files.writeString(
        page,
        "before\n<!-- results: engines-x -->\nold\n<!-- end of results -->\nbetween\n"
            + "<!-- results: scaling-x -->\n<!-- end of results -->\n"
            + "<!-- results: none -->\n<!-- end of results -->\nafter\n");

    int code = CommandLines.run(new ResultsPage(), "--page=" + page, "--results=" + results);

    assertThat(code).isZero();
    assertThat(page)
        .content()
        .startsWith("before\n")
        .endsWith("\nafter\n")
        .doesNotContain("old")
        .contains(
            "\nbetween\n",
            "| sdk \\| loop | 2.00 | 2.00 to 2.00 |  |  |  | 400 | 1.00 |\n",
            "| a share | 81.3 % |\n",
            "![scaling-x](results/scaling-x.svg)\n",
            "cores 2.\n",
            "| llama | 1000 | 513 | 3.88 | 181 | 22.5 |\n",
            "<!-- results: none -->\n\nNot measured yet.\n\n<!-- end of results -->");
    String once = Files.readString(page);
    CommandLines.run(new ResultsPage(), "--page=" + page, "--results=" + results);
    assertThat(page).content().isEqualTo(once);
  }
}
