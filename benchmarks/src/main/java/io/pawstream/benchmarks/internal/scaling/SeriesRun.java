package io.pawstream.benchmarks.internal.scaling;

import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.memory.Resident;
import io.pawstream.benchmarks.internal.rows.InFlight;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Measures one series of a sweep, in a process that does nothing else. One thread. */
public final class SeriesRun {
  /** Shortest warm-up, for the just-in-time compiler. */
  private static final double WARM_SECONDS = 1;

  /** Records of the first warm-up. */
  private static final int WARM_RECORDS = 128;

  private final Subject subject;
  private final String series;
  private final double seconds;
  private final Consumer<Point> out;

  /**
   * @param series {@code llama} or {@code blas}, and after a blank what a number of threads means
   * @param seconds about how long one point takes
   */
  public SeriesRun(Subject subject, String series, double seconds, Consumer<Point> out) {
    this.subject = subject;
    this.series = series;
    this.seconds = seconds;
    this.out = out;
  }

  private EngineOptions engine() {
    return subject.engine().toBuilder()
        .engine(series.startsWith("blas") ? "blas" : EngineOptions.LLAMA)
        .closeGrace(Duration.ZERO)
        .build();
  }

  /** One stream to the last of these numbers of records, a point at each; as far as time allows. */
  public void records(List<Integer> marks, double mostSeconds)
      throws IOException, InterruptedException {
    try (Asked asked = new Asked(engine(), subject.bundle(), 1)) {
      warm(asked);
      int done = 0;
      double left = mostSeconds;
      double rate = Double.POSITIVE_INFINITY;
      for (int mark : marks) {
        if ((mark - done) / rate > left) {
          return;
        }
        Round round = asked.run(done, mark - done);
        rate = point(mark, mark - done, round, asked);
        left -= round.nanos() / 1e9;
        done = mark;
      }
    }
  }

  /** A point for each number of programs, which take turns. */
  public void programs(List<Integer> numbers) throws IOException, InterruptedException {
    loadClasses(subject.bundle());
    for (int number : numbers) {
      measure(number, engine(), subject.bundle(), number);
    }
  }

  /** A point for each program, at the tokens of its prefix. */
  public void prefixes(List<Path> programs) throws IOException, InterruptedException {
    loadClasses(ProgramBundle.read(programs.get(0)));
    for (Path program : programs) {
      measure(-1, engine(), ProgramBundle.read(program), 1);
    }
  }

  /** Opens everything once: what the first of a process takes longer is no part of a size. */
  private void loadClasses(ProgramBundle bundle) throws InterruptedException {
    try (Asked asked = new Asked(engine(), bundle, 1)) {
      warm(asked);
    }
  }

  /** A point for each number of threads. */
  public void threads(List<Integer> numbers) throws IOException, InterruptedException {
    boolean lanes = series.endsWith("lanes");
    for (int number : numbers) {
      EngineOptions engine =
          engine().toBuilder().lanes(lanes ? number : 1).threads(lanes ? 1 : number).build();
      measure(number, engine, subject.bundle(), 1);
    }
  }

  /**
   * @param x the size; negative for the tokens of the prefix
   */
  private void measure(int x, EngineOptions engine, ProgramBundle bundle, int programs)
      throws IOException, InterruptedException {
    try (Asked asked = new Asked(engine, bundle, programs)) {
      int amount = warm(asked);
      Round round = asked.run(0, amount);
      point(x < 0 ? asked.prefixTokens() : x, amount, round, asked);
    }
  }

  private double point(double x, int amount, Round round, Asked asked) throws IOException {
    double rate = amount / (round.nanos() / 1e9);
    double megabytes =
        Resident.of(subject.interpreter().file())
            .map(resident -> resident.nowBytes() / 1e6)
            .orElse(Double.NaN);
    out.accept(
        new Point(
            series, x, rate, round.cpuNanos() / 1e6 / amount, megabytes, asked.readyMillis()));
    return rate;
  }

  /** Warms up and says how many records fit the time. */
  private int warm(Asked asked) throws InterruptedException {
    double warm = 0;
    int amount = WARM_RECORDS;
    while (true) {
      double took = asked.run(0, amount).nanos() / 1e9;
      warm += took;
      if (warm >= Math.min(WARM_SECONDS, seconds)) {
        return (int) Math.max(WARM_RECORDS, Math.ceil(seconds / took * amount));
      }
      amount *= 2;
    }
  }

  /** Programs that have answered once. */
  private final class Asked implements AutoCloseable {
    private final Paw paw;
    private final List<PawProgram> programs = new ArrayList<>();
    private final double readyMillis;

    Asked(EngineOptions engine, ProgramBundle bundle, int number) throws InterruptedException {
      this.paw = Paw.open(subject.options(engine));
      ProgramOptions options = subject.program();
      long start = System.nanoTime();
      for (int i = 0; i < number; i++) {
        // other options make it another program to the engine, with adapter and prefix of its own
        programs.add(
            paw.load(bundle.path().toString(), options.withMaxTokens(options.maxTokens() + i)));
        programs.get(i).apply("");
      }
      this.readyMillis = (System.nanoTime() - start) / 1e6;
    }

    Round run(int from, int amount) throws InterruptedException {
      IntFunction<String> texts = subject.stream();
      return InFlight.run(
          subject.inFlight(),
          amount,
          i -> programs.get(i % programs.size()).serve(texts.apply(from + i)));
    }

    double readyMillis() {
      return readyMillis;
    }

    int prefixTokens() {
      return programs.get(0).prefixTokens().length;
    }

    @Override
    public void close() {
      paw.close();
      Paw.closeIdle();
    }
  }
}
