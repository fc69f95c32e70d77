package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.report.Report;
import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Table;
import io.pawstream.benchmarks.internal.report.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the inner pieces of an answer, each alone, with JMH. */
@Command(
    name = "benchmark-jmh",
    sortOptions = false,
    description = {
      "Measures the inner pieces of an answer, each alone: tokens of a text, labels, the fill of a",
      "micro-batch, prepared answers. Average nanoseconds, by JMH."
    })
public final class MicroBenchmark implements Callable<Integer> {
  private static final String PACKAGE = MicroBenchmark.class.getPackageName() + ".internal.jmh.";

  @Option(
      names = "--only",
      paramLabel = "PATTERN",
      defaultValue = "",
      description = "a regular expression of names such as Labels.trie; all where left out")
  private String only = "";

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "2",
      description = "JVMs, one after another; 0 measures in this one; 2 where left out")
  private int forks;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "measurements, and as many to warm up, in each JVM; 5 where left out")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "1",
      description = "about how long one measurement takes; 1 where left out")
  private double seconds;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final Arguments arguments = new Arguments();

  @Override
  public Integer call() throws Exception {
    double loadBefore = Machine.load();
    TimeValue time = TimeValue.milliseconds(Math.max(1, Math.round(1000 * seconds)));
    Collection<RunResult> runs =
        new Runner(
                new OptionsBuilder()
                    .include(PACKAGE.replace(".", "\\.") + ".*" + only)
                    .forks(forks)
                    .warmupIterations(rounds)
                    .warmupTime(time)
                    .measurementIterations(rounds)
                    .measurementTime(time)
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    List<Result> results = new ArrayList<>();
    for (RunResult run : runs) {
      results.add(result(run));
    }
    Report report = new Report(facts(loadBefore), results, List.of());
    System.out.print(Table.of(report));
    output.write(List.of(report), "jmh", "Inner pieces of an answer");
    return 0;
  }

  private static Result result(RunResult run) {
    String key = run.getParams().getBenchmark().replace(PACKAGE, "");
    List<Double> values = new ArrayList<>();
    run.getBenchmarkResults()
        .forEach(
            fork ->
                fork.getIterationResults()
                    .forEach(round -> values.add(round.getPrimaryResult().getScore())));
    return new Result(key, label(key), Unit.NANOSECONDS, 1, values, List.of());
  }

  /** {@code Fill.inputThroughTheQueue} as words. */
  private static String label(String key) {
    return key.replace(".", ": ")
        .replaceAll("([a-z])([A-Z0-9])|([0-9])([A-Z])", "$1$3 $2$4")
        .toLowerCase(Locale.ROOT);
  }

  private Map<String, Object> facts(double loadBefore) {
    Map<String, Object> facts = new LinkedHashMap<>(Facts.ofMachine(loadBefore));
    facts.put("forks", forks);
    facts.put("rounds", rounds);
    return facts;
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new MicroBenchmark(), args));
  }
}
