package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.memory.OwnProcess;
import io.pawstream.benchmarks.internal.model.RandomFiles;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.benchmarks.internal.report.Machine;
import io.pawstream.benchmarks.internal.rows.TokenCounter;
import io.pawstream.benchmarks.internal.scaling.Point;
import io.pawstream.benchmarks.internal.scaling.PrefixPrograms;
import io.pawstream.benchmarks.internal.scaling.SeriesRun;
import io.pawstream.benchmarks.internal.scaling.Sweep;
import io.pawstream.benchmarks.internal.workload.Workload;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how speed and memory change with records, programs, prefix and threads. */
@Command(
    name = "benchmark-scaling",
    sortOptions = false,
    description = {
      "Measures how speed and memory change with the number of records, programs, tokens of the",
      "prefix, and threads: one at a time, for both engines, each series in a process of its own.",
      "Writes scaling-NAME.csv and scaling-NAME.svg."
    })
public final class ScalingBenchmark implements Callable<Integer> {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "of records, programs, prefix and threads; all where left out")
  private List<String> only = Sweep.keys();

  @Option(
      names = "--marks",
      split = ",",
      paramLabel = "N",
      description = "records after which to look; 1000 to 100000 where left out")
  private List<Integer> marks = List.of(1000, 3000, 10_000, 30_000, 100_000);

  @Option(
      names = "--programs",
      split = ",",
      paramLabel = "N",
      description = "numbers of programs; 1 to 16 where left out")
  private List<Integer> programs = List.of(1, 2, 4, 8, 16);

  @Option(
      names = "--prefixes",
      split = ",",
      paramLabel = "N",
      description = "tokens of the prefix; 50 to 1000 where left out")
  private List<Integer> prefixes = List.of(50, 100, 250, 500, 1000);

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "3",
      description = "about how long one point takes; 3 where left out")
  private double seconds;

  @Option(
      names = "--most-seconds",
      paramLabel = "N",
      defaultValue = "270",
      description = "marks that an engine would not reach in this time are left out; 270")
  private double mostSeconds;

  @Option(
      names = "--output-dir",
      paramLabel = "FOLDER",
      description = "where the files go; benchmarks/results where left out")
  private Path folder =
      Path.of(System.getProperty("paw.home", ".")).resolve("benchmarks").resolve("results");

  @Option(names = "--series", hidden = true, paramLabel = "NAME")
  private @Nullable String series;

  @Mixin private final SubjectOptions subjects = new SubjectOptions();

  @Mixin private final Arguments arguments = new Arguments();

  @Override
  public Integer call() throws Exception {
    List<Sweep> sweeps = only.stream().map(Sweep::named).toList();
    if (series != null) {
      run(sweeps.get(0), series);
      return 0;
    }
    for (Sweep sweep : sweeps) {
      Subject subject = subject(sweep);
      Map<String, Object> facts = Facts.ofMachine(Machine.load());
      facts.put("interpreter", SubjectOptions.name(subject));
      facts.put("program", sweep == Sweep.PREFIX ? "random" : subject.bundle().name());
      facts.put("workload", subject.workload().label());
      List<Point> points = new ArrayList<>();
      for (String one : sweep.series()) {
        System.err.println("benchmark-scaling: " + sweep.key() + ", " + one);
        List<String> again = new ArrayList<>(arguments.withoutOption("--only"));
        again.add("--only=" + sweep.key());
        again.add("--series=" + one);
        OwnProcess.run(ScalingBenchmark.class, again)
            .lines()
            .map(Point::parse)
            .forEach(points::add);
      }
      write(sweep, facts, points);
    }
    return 0;
  }

  private void write(Sweep sweep, Map<String, Object> facts, List<Point> points)
      throws IOException {
    StringBuilder csv = new StringBuilder();
    facts.forEach(
        (name, value) -> csv.append("# ").append(name).append(": ").append(value).append('\n'));
    csv.append(Point.HEADER).append('\n');
    points.forEach(point -> csv.append(point.csv()).append('\n'));
    System.out.print(csv);
    OutputOptions.text(folder.resolve("scaling-" + sweep.key() + ".csv"), csv.toString());
    String title = facts.get("interpreter") + ", " + Machine.cores() + " cores: " + sweep.key();
    OutputOptions.text(
        folder.resolve("scaling-" + sweep.key() + ".svg"), sweep.chart(points, title));
  }

  /** Prefixes of 1000 tokens need a longer window than the demonstration interpreter has. */
  private Subject subject(Sweep sweep) throws IOException {
    return sweep == Sweep.PREFIX
        ? subjects.random(Workload.MESSAGES)
        : subjects.subject(Workload.MESSAGES);
  }

  private void run(Sweep sweep, String name) throws IOException, InterruptedException {
    Subject subject = subject(sweep);
    SeriesRun run = new SeriesRun(subject, name, seconds, point -> System.out.println(point.csv()));
    switch (sweep) {
      case RECORDS -> run.records(marks, mostSeconds);
      case PROGRAMS -> run.programs(programs);
      case PREFIX -> run.prefixes(prefixPrograms());
      case THREADS -> run.threads(IntStream.rangeClosed(1, Machine.cores()).boxed().toList());
    }
  }

  private List<Path> prefixPrograms() throws IOException {
    Path home = SubjectOptions.randomFolder();
    Shape shape = subjects.shape();
    RandomFiles files = RandomFiles.in(home, shape);
    Interpreter interpreter = Interpreters.resolve(files.interpreter().toString(), true, null);
    try (TokenCounter tokens = new TokenCounter(interpreter, ProgramBundle.read(files.program()))) {
      return PrefixPrograms.write(home, shape, Inputs.messages(), tokens, prefixes);
    }
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new ScalingBenchmark(), args));
  }
}
