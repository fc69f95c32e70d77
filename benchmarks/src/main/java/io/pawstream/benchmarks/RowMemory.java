package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.memory.OwnProcess;
import io.pawstream.benchmarks.internal.memory.Resident;
import io.pawstream.benchmarks.internal.report.Details;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.benchmarks.internal.rows.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Most memory that each row takes: in a JVM of its own with a heap of at most 512 MB, with nothing
 * but this row, from its start until it has answered full micro-batches on every lane.
 */
final class RowMemory {
  private static final double MEGABYTE = 1e6;

  private RowMemory() {}

  /** Runs one row in this process and prints what it took. */
  static void report(Subject subject, String key) throws Exception {
    try (Rows rows = new Rows(subject, List.of(key))) {
      for (Measured row : rows.all()) {
        row.run(2 * row.grain());
      }
      Optional<Resident> resident = Resident.of(subject.interpreter().file());
      System.out.println(resident.map(Resident::line).orElse("unknown"));
    }
  }

  /**
   * The report with the memory of each row in records/s.
   *
   * @param arguments of the command, which is run again for each
   */
  static Report add(Report report, List<String> arguments, Consumer<String> progress)
      throws IOException, InterruptedException {
    Map<String, Details> details = new HashMap<>(report.details());
    for (Result result : report.results()) {
      if (result.unit() != Unit.RECORDS_PER_SECOND) {
        continue;
      }
      progress.accept("memory: " + result.label());
      List<String> again = new ArrayList<>(arguments);
      again.add("--memory-of=" + result.key());
      String output = OwnProcess.run(Benchmark.class, again);
      Resident.parse(output.substring(output.lastIndexOf('\n') + 1))
          .ifPresent(
              memory ->
                  details.computeIfPresent(
                      result.key(),
                      (key, known) ->
                          new Details(
                              known.tokensPerSecond(),
                              known.ceilingPercent(),
                              memory.peakBytes() / MEGABYTE,
                              memory.mappedBytes() / MEGABYTE)));
    }
    return new Report(report.facts(), report.results(), details, report.figures(), report.goals());
  }
}
