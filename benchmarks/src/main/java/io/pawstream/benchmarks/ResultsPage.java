package io.pawstream.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pawstream.benchmarks.internal.report.MarkdownReport;
import io.pawstream.benchmarks.internal.report.Table;
import io.pawstream.benchmarks.internal.scaling.Point;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Writes what a page shows of results anew: everything between {@code <!-- results: NAME -->} and
 * {@code <!-- end of results -->}, from {@code NAME.json} or {@code NAME.csv}, so that no figure is
 * copied by hand.
 */
@Command(
    name = "benchmark-page",
    sortOptions = false,
    description = {"Writes the tables of docs/benchmarks.md anew from the files of results."})
public final class ResultsPage implements Callable<Integer> {
  private static final Pattern BLOCK =
      Pattern.compile(
          "<!-- results: ([a-z0-9._-]+) -->\n.*?<!-- end of results -->", Pattern.DOTALL);

  @Option(
      names = "--page",
      paramLabel = "FILE",
      description = "the page; docs/benchmarks.md where left out")
  private Path page = Path.of(System.getProperty("paw.home", "."), "docs", "benchmarks.md");

  @Option(
      names = "--results",
      paramLabel = "FOLDER",
      description = "where the files are; benchmarks/results where left out")
  private Path results = Path.of(System.getProperty("paw.home", "."), "benchmarks", "results");

  @Mixin private final Arguments arguments = new Arguments();

  @Override
  public Integer call() throws IOException {
    String text = Files.readString(page);
    OutputOptions.text(page, written(text, results, page));
    return 0;
  }

  /** The page with all blocks as the files have them. */
  static String written(String text, Path results, Path page) throws IOException {
    Path folder = page.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("A page must have a name: path=" + page);
    }
    String link = folder.relativize(results.toAbsolutePath()).toString().replace('\\', '/') + '/';
    Matcher matcher = BLOCK.matcher(text);
    return matcher.replaceAll(
        block -> {
          String name = block.group(1);
          return Matcher.quoteReplacement(
              "<!-- results: "
                  + name
                  + " -->\n"
                  + content(results, name, link)
                  + "<!-- end of results -->");
        });
  }

  private static String content(Path results, String name, String link) {
    StringBuilder out = new StringBuilder("\n");
    try {
      if (Files.exists(results.resolve(name + ".svg"))) {
        out.append("![").append(name).append("](").append(link).append(name).append(".svg)\n\n");
      }
      Path json = results.resolve(name + ".json");
      Path csv = results.resolve(name + ".csv");
      if (Files.exists(json)) {
        out.append(MarkdownReport.of(new JsonMapper().readTree(Files.readAllBytes(json))));
      } else if (Files.exists(csv)) {
        out.append(table(Files.readAllLines(csv, UTF_8)));
      } else {
        out.append("Not measured yet.\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.append('\n').toString();
  }

  private static String table(List<String> lines) {
    StringBuilder facts = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    for (String line : lines) {
      if (line.startsWith("# ")) {
        facts.append(facts.length() == 0 ? "" : "; ").append(line.substring(2).replace(": ", " "));
      } else if (!line.equals(Point.HEADER)) {
        rows.append(row(Point.parse(line)));
      }
    }
    return facts
        + ".\n\n| | size | records/s | CPU ms per record | resident MB | ready, ms |\n"
        + "|---|---|---|---|---|---|\n"
        + rows;
  }

  private static String row(Point point) {
    return String.format(
        Locale.ROOT,
        "| %s | %.0f | %s | %s | %s | %s |\n",
        point.series(),
        point.x(),
        Table.number(point.recordsPerSecond()),
        Table.number(point.cpuMillis()),
        Table.number(point.residentMegabytes()),
        Table.number(point.readyMillis()));
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new ResultsPage(), args));
  }
}
