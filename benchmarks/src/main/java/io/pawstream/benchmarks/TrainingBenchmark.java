package io.pawstream.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.benchmarks.internal.measure.Rounds;
import io.pawstream.benchmarks.internal.model.NewFile;
import io.pawstream.benchmarks.internal.report.JsonReport;
import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.SvgChart;
import io.pawstream.benchmarks.internal.report.Table;
import io.pawstream.benchmarks.internal.training.Kernels;
import io.pawstream.benchmarks.internal.training.TrainingRows;
import io.pawstream.transformer.math.Compute;
import io.pawstream.transformer.math.OpenBlasGemm;
import io.pawstream.transformer.math.Workers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures how many tokens the compiler learns from in a second of processor time. */
@Command(
    name = "benchmark-training",
    sortOptions = false,
    description = {
      "Measures how many tokens the compiler learns from in a second of processor",
      "time, and which share of the speed of a large product of matrices that is: in",
      "turns, medians of all rounds. The table goes to standard output, progress to",
      "standard error."
    })
public final class TrainingBenchmark implements Callable<Integer> {
  private static final int MOST_AMOUNT = 1_000_000;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description = "rows to measure beside sgemm, of: ${COMPLETION-CANDIDATES}",
      completionCandidates = RowKeys.class)
  private List<String> only = TrainingRows.KEYS;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "measurements of each row; ${DEFAULT-VALUE} where left out")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "about how long one measurement takes, one step at least; ${DEFAULT-VALUE} where left"
              + " out")
  private double seconds;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "threads that compute; as many as processors where left out")
  private int threads;

  @Option(
      names = "--qwen3-blocks",
      paramLabel = "N",
      defaultValue = "28",
      description = "blocks of Qwen3 that are there, all ${DEFAULT-VALUE} where left out")
  private int qwen3Blocks;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "writes all values and the facts of the machine to this file")
  private @Nullable Path json;

  @Option(names = "--svg", paramLabel = "FILE", description = "draws the shares into this file")
  private @Nullable Path svg;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  /** What {@code --only} may name. */
  private static final class RowKeys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return TrainingRows.KEYS.iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    for (String key : only) {
      if (!TrainingRows.KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "--only must name rows of " + TrainingRows.KEYS + ": row=" + key);
      }
    }
    if (qwen3Blocks < 1) {
      throw new IllegalArgumentException("--qwen3-blocks must be 1 or more: " + qwen3Blocks);
    }
    double loadBefore = Machine.load();
    Report report;
    try (Workers workers = new Workers(threads == 0 ? Machine.cores() : threads)) {
      TrainingRows rows =
          new TrainingRows(Compute.of(new OpenBlasGemm(), workers), qwen3Blocks, only);
      Rounds measuring =
          new Rounds(
              rounds,
              seconds,
              MOST_AMOUNT,
              line -> System.err.println("benchmark-training: " + line));
      report =
          new Report(
              facts(workers, loadBefore),
              rows.withShares(measuring.measure(rows.all())),
              List.of());
    }
    System.out.print(Table.of(report));
    if (json != null) {
      NewFile.write(json, out -> JsonReport.write(report, out));
    }
    if (svg != null) {
      String title = "Passes of the transformer: share of the speed of a large sgemm";
      NewFile.write(svg, out -> out.write(SvgChart.ofShares(report, title).getBytes(UTF_8)));
    }
    return 0;
  }

  private Map<String, Object> facts(Workers workers, double loadBefore) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    facts.put("processor", Machine.processor());
    facts.put("cores", Machine.cores());
    facts.put("kernels", Kernels.describe());
    facts.put("OPENBLAS_CORETYPE", System.getenv().getOrDefault("OPENBLAS_CORETYPE", "not set"));
    facts.put(
        "load before", String.format(Locale.ROOT, "%.1f of %d cores", loadBefore, Machine.cores()));
    facts.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("threads", workers.threads());
    facts.put("step", TrainingRows.step());
    facts.put("rounds", rounds);
    return facts;
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new TrainingBenchmark(), args));
  }
}
