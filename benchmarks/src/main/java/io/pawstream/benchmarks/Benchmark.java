package io.pawstream.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.benchmarks.internal.measure.Rounds;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.measure.Texts;
import io.pawstream.benchmarks.internal.model.NewFile;
import io.pawstream.benchmarks.internal.report.JsonReport;
import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.SvgChart;
import io.pawstream.benchmarks.internal.report.Table;
import io.pawstream.benchmarks.internal.rows.Rows;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures records per second, side by side with other ways to do the same. */
@Command(
    name = "benchmark",
    sortOptions = false,
    description = {
      "Measures records per second, side by side with other ways to do the same: in turns,",
      "medians of all rounds. The table goes to standard output, progress to standard error."
    })
public final class Benchmark implements Callable<Integer> {
  private static final Path HOME = Path.of(System.getProperty("paw.home", "."));

  @Option(
      names = "--interpreter",
      paramLabel = "FILE",
      description = "a .gguf file or a known name; the one the program names where left out")
  private @Nullable String interpreter;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "a .paw file with a label set; programs/urgency.paw where left out")
  private Path program = HOME.resolve("programs").resolve("urgency.paw");

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "texts, one per line; examples/messages.jsonl where left out")
  private @Nullable Path input;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description =
          "rows to measure, of: ${COMPLETION-CANDIDATES}; all without number at the end where left"
              + " out",
      completionCandidates = RowKeys.class)
  private List<String> only = Rows.STANDARD;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "LABEL",
      description = "label set of the engine rows; the program's own where left out")
  private @Nullable List<String> labels;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "measurements of each row; 3 where left out")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "about how long one measurement takes; 2 where left out")
  private double seconds;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "20000",
      description = "most records of one measurement; 20000 where left out")
  private int records;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "64",
      description = "records in flight where callers do not block; 64 where left out")
  private int inFlight;

  @Option(
      names = "--callers",
      paramLabel = "N",
      defaultValue = "8",
      description = "threads, or subtasks, where callers block; 8 where left out")
  private int callers;

  @Option(
      names = "--sdk-tokens",
      paramLabel = "N",
      defaultValue = "3",
      description = "most tokens that the SDK's loop generates; 3 where left out")
  private int sdkTokens;

  @Option(names = "--lanes", paramLabel = "N", description = "engine option; 0 is automatic")
  private int lanes;

  @Option(names = "--threads", paramLabel = "N", description = "engine option; 0 is automatic")
  private int threads;

  @Option(names = "--max-sequences", paramLabel = "N", description = "engine option")
  private int maxSequences;

  @Option(names = "--batch-tokens", paramLabel = "N", description = "engine option")
  private int batchTokens;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "writes all values and the facts of the machine to this file")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "draws records/s into this file")
  private @Nullable Path svg;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  /** What {@code --only} may name. */
  private static final class RowKeys implements Iterable<String> {
    @Override
    public java.util.Iterator<String> iterator() {
      return Rows.KEYS.iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    for (String key : only) {
      if (!Rows.KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "--only must name rows of " + Rows.KEYS + ": row=" + key);
      }
    }
    double loadBefore = Machine.load();
    Subject subject = subject();
    Report report;
    try (Rows rows = new Rows(subject, only)) {
      Rounds measuring =
          new Rounds(rounds, seconds, records, line -> System.err.println("benchmark: " + line));
      List<Result> results = measuring.measure(rows.all());
      report =
          new Report(
              Facts.of(subject, rows, rounds, loadBefore), results, Figures.of(results, rows));
    }
    Paw.closeIdle();
    System.out.print(Table.of(report));
    if (json != null) {
      NewFile.write(json, out -> JsonReport.write(report, out));
    }
    if (svg != null) {
      String title =
          subject.interpreter().name() + ", " + Machine.cores() + " cores: records per second";
      NewFile.write(svg, out -> out.write(SvgChart.of(report, title).getBytes(UTF_8)));
    }
    return 0;
  }

  private Subject subject() throws IOException {
    ProgramBundle bundle = ProgramBundle.read(program);
    String named = interpreter == null ? bundle.meta().interpreterName() : interpreter;
    Interpreter found = Interpreters.resolve(named, true, null);
    EngineOptions engine =
        EngineOptions.builder()
            .lanes(lanes)
            .threads(threads)
            .maxSequences(maxSequences)
            .batchTokens(batchTokens)
            .cacheBytes(0)
            .build();
    Texts texts =
        new Texts(
            input == null
                ? Inputs.orBuiltIn(HOME.resolve("examples").resolve("messages.jsonl"))
                : Inputs.lines(input));
    ProgramOptions options =
        labels == null ? ProgramOptions.DEFAULT : ProgramOptions.DEFAULT.withLabels(labels);
    return new Subject(found, bundle, engine, options, inFlight, callers, sdkTokens, texts);
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new Benchmark(), args));
  }
}
