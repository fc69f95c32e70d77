package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.measure.Rounds;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Table;
import io.pawstream.benchmarks.internal.rows.Rows;
import io.pawstream.benchmarks.internal.rows.Suite;
import io.pawstream.benchmarks.internal.workload.Workload;
import io.pawstream.runtime.Paw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  private static final String ALL = "all";

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      description = "rows that belong together: engines, end-to-end or numbers")
  private @Nullable String suite;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "ROW",
      description =
          "rows to measure instead, of: ${COMPLETION-CANDIDATES}; all of the suite, or those that"
              + " a page explains as standard, where left out",
      completionCandidates = RowKeys.class)
  private @Nullable List<String> only;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      defaultValue = "messages",
      description =
          "kind of records: messages, log, long, labels-2, labels-50, extraction, or all for a"
              + " section each; messages where left out")
  private String workload = "";

  @Mixin private final SubjectOptions subjects = new SubjectOptions();

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
      names = "--memory",
      negatable = true,
      description =
          "measures the peak memory of each row in a process of its own; on with --suite engines")
  private @Nullable Boolean memory;

  @Option(names = "--memory-of", hidden = true, paramLabel = "ROW")
  private @Nullable String memoryOf;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final Arguments arguments = new Arguments();

  /** What {@code --only} may name. */
  private static final class RowKeys implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Rows.KEYS.iterator();
    }
  }

  @Override
  public Integer call() throws Exception {
    Suite rowsOf = suite == null ? null : Suite.named(suite);
    List<String> keys = only != null ? only : rowsOf != null ? rowsOf.rows() : Rows.STANDARD;
    for (String key : keys) {
      if (!Rows.KEYS.contains(key)) {
        throw new IllegalArgumentException(
            "--only must name rows of " + Rows.KEYS + ": row=" + key);
      }
    }
    if (memoryOf != null) {
      RowMemory.report(subjects.subject(Workload.named(workload)), memoryOf);
      return 0;
    }
    List<Workload> workloads =
        workload.equals(ALL) ? Arrays.asList(Workload.values()) : List.of(Workload.named(workload));
    boolean withMemory = memory != null ? memory : rowsOf == Suite.ENGINES;
    List<Report> reports = new ArrayList<>();
    String interpreter = "";
    for (Workload each : workloads) {
      Subject subject = subjects.subject(each);
      interpreter = SubjectOptions.name(subject);
      Report report = measure(subject, keys, withMemory);
      System.out.print((reports.isEmpty() ? "" : "\n") + Table.of(report));
      reports.add(report);
    }
    String name =
        (rowsOf == null ? "rows" : rowsOf.key())
            + '-'
            + interpreter
            + (workload.equals("messages") ? "" : '-' + workload);
    output.write(
        reports, name, interpreter + ", " + Machine.cores() + " cores: records per second");
    return 0;
  }

  private Report measure(Subject subject, List<String> keys, boolean withMemory) throws Exception {
    double loadBefore = Machine.load();
    Report report;
    try (Rows rows = new Rows(subject, keys)) {
      List<Result> results =
          new Rounds(rounds, seconds, records, Benchmark::progress).measure(rows.all());
      var figures = Figures.of(results, rows);
      report =
          new Report(
              Facts.of(subject, rows, rounds, loadBefore),
              results,
              new RowDetails(results, rows.inputTokens()).all(),
              figures,
              Goals.of(figures, subject));
    }
    Paw.closeIdle();
    if (!withMemory) {
      return report;
    }
    List<String> again = new ArrayList<>(arguments.withoutOption("--workload"));
    again.add("--workload=" + subject.workload().key());
    return RowMemory.add(report, again, Benchmark::progress);
  }

  private static void progress(String line) {
    System.err.println("benchmark: " + line);
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new Benchmark(), args));
  }
}
