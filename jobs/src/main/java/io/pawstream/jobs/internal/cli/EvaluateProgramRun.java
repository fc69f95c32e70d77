package io.pawstream.jobs.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.eval.report.Figures;
import io.pawstream.jobs.internal.evaluate.EvaluateJob;
import io.pawstream.jobs.internal.evaluate.WholeFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.evaluation.EvaluationFile;
import io.pawstream.jobs.internal.jobfile.evaluation.ReportSpec;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** One call of {@code evaluate-program}, from the arguments to the exit status. One thread. */
public final class EvaluateProgramRun {
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int FOUND_WANTING = 3;

  private static final String HELP =
      """
      Usage: evaluate-program [JOB.yaml] [--KEY=VALUE..] [--check] [--verbose] [--help] [--version]
      Asks a program about rows whose right answers are known and writes how good it is.

            JOB.yaml       the job file, see docs/evaluate.md
            --KEY=VALUE    a key of the job file by its path, with a value in YAML; wins over the file:
                           --source.files='[a.jsonl, b.jsonl]' --report.at-least=0.9
            --check        checks the job file and flags, and starts nothing
            --verbose      stack traces with errors
            --help         shows this help
            --version      shows the version

      Exit status:
        0   the report is written
        1   the job failed
        2   the job file or a flag cannot be used; nothing was started
        3   the report is written: the accuracy is below report.at-least, or no threshold reaches
            report.accuracy-goal
      """;

  private final PrintStream out;
  private final PrintStream err;

  /** A call that shows help and results on {@code out} and everything else on {@code err}. */
  public EvaluateProgramRun(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Reads, checks, runs until the report is there; returns the exit status. */
  public int execute(String... args) {
    JobArguments arguments;
    EvaluationFile file;
    StreamExecutionEnvironment env;
    try {
      arguments = JobArguments.of(args);
      if (arguments.help()) {
        out.print(HELP);
        return 0;
      }
      if (arguments.version()) {
        out.println("evaluate-program " + Version.number());
        return 0;
      }
      file = JobFileReader.read(EvaluationFile.class, arguments.file(), arguments.flags());
      checkFiles(file);
      env = EvaluateJob.of(file);
    } catch (UsageException | JobFileException | IllegalArgumentException e) {
      err.println("evaluate-program: " + e.getMessage());
      return USAGE;
    } catch (IOException e) {
      err.println("evaluate-program: " + e);
      return FAILED;
    }
    return arguments.check() ? 0 : run(file, env, arguments.verbose());
  }

  private static void checkFiles(EvaluationFile file) throws IOException {
    for (String name : file.source().files()) {
      Path path = WholeFile.path(name);
      if (!path.getFileSystem().exists(path)) {
        throw new UsageException("a file to evaluate with must exist: source.files=" + name);
      }
    }
  }

  private int run(EvaluationFile file, StreamExecutionEnvironment env, boolean verbose) {
    try {
      env.execute();
      return shown(file.report());
    } catch (Exception e) {
      return Ends.failed("evaluate-program", e, err, verbose);
    }
  }

  /** Says what the report says; the job may have written it on another machine. */
  private int shown(ReportSpec spec) throws IOException {
    JsonNode report;
    Path path = WholeFile.path(spec.json());
    FileSystem files = path.getFileSystem();
    if (!files.exists(path)) {
      out.println("report     " + spec.json() + ", where the job ran");
      return 0;
    }
    try (InputStream in = files.open(path)) {
      report = new ObjectMapper().readTree(in);
    }
    double accuracy = report.at("/accuracy/value").doubleValue();
    out.println(
        "accuracy   "
            + Figures.percent(accuracy)
            + ", 95 % interval "
            + Figures.percent(report.at("/accuracy/low").doubleValue())
            + " to "
            + Figures.percent(report.at("/accuracy/high").doubleValue()));
    out.println(
        "rows       "
            + Figures.count(report.at("/rows").longValue())
            + ", failures "
            + Figures.count(report.at("/failures").longValue())
            + ", without a right answer "
            + Figures.count(report.at("/rows_without_answer").longValue()));
    JsonNode threshold = report.path("threshold");
    if (threshold.isObject()) {
      out.println(
          "threshold  "
              + Figures.threshold(threshold.path("min_confidence").doubleValue())
              + " keeps "
              + Figures.percent(threshold.path("coverage").doubleValue()));
    }
    out.println("report     " + spec.json() + (spec.html() == null ? "" : ", " + spec.html()));
    boolean tooLow = spec.atLeast() != null && !(accuracy >= spec.atLeast());
    return tooLow || threshold.isNull() ? FOUND_WANTING : 0;
  }
}
