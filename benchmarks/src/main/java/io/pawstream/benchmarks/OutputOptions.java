package io.pawstream.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pawstream.benchmarks.internal.model.NewFile;
import io.pawstream.benchmarks.internal.report.JsonReport;
import io.pawstream.benchmarks.internal.report.MarkdownReport;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.SvgChart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a report goes besides standard output. */
final class OutputOptions {
  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "writes all values and the facts of the machine to this file")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "draws records/s into this file")
  private @Nullable Path svg;

  @Option(
      names = "--output-dir",
      paramLabel = "FOLDER",
      description = "writes NAME.json, NAME.md and NAME.svg there; NAME is suite and interpreter")
  private @Nullable Path folder;

  /**
   * Writes what was asked for.
   *
   * @param name of the files
   * @param title of the charts
   */
  void write(List<Report> reports, String name, String title) throws IOException {
    if (json != null) {
      json(json, reports);
    }
    if (svg != null) {
      svg(svg, reports, title);
    }
    if (folder != null) {
      json(folder.resolve(name + ".json"), reports);
      if (reports.stream().allMatch(report -> report.baseline().isPresent())) {
        svg(folder.resolve(name + ".svg"), reports, title);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      JsonReport.write(reports, bytes);
      String text = MarkdownReport.of(new JsonMapper().readTree(bytes.toByteArray()));
      text(folder.resolve(name + ".md"), "# " + title + "\n\n" + text);
    }
  }

  private static void json(Path file, List<Report> reports) throws IOException {
    NewFile.write(file, out -> JsonReport.write(reports, out));
  }

  private static void svg(Path file, List<Report> reports, String title) throws IOException {
    text(file, SvgChart.of(reports, title));
  }

  /** A text file that is there as a whole or not at all. */
  static void text(Path file, String text) throws IOException {
    NewFile.write(file, out -> out.write(text.getBytes(UTF_8)));
  }
}
