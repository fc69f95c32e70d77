package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.example.ExampleJob;
import io.pawstream.jobs.internal.example.Examples;
import io.pawstream.jobs.internal.example.OutputFolder;
import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One call of {@code run-example}, from the arguments to the exit status. One thread. */
public final class RunExampleRun {
  private static final int USAGE = 2;
  private static final String HELP =
      """
      Usage: run-example NAME [JOB.yaml] [--input=FILE --output=FOLDER] [--KEY=VALUE..]
                         [--check] [--verbose] [--help] [--version]
      Runs an example job, between topics or between files: %s.

            NAME             the example, see docs/examples.md
            JOB.yaml         its job file, see docs/label-topic.md
            --input=FILE     lines to read in place of the topics of the job file
            --output=FOLDER  gets a file TOPIC.jsonl for each topic that is written
            --KEY=VALUE      a key of the job file by its path, with a value in YAML
            --check          checks the job file and flags, and starts nothing
            --verbose        stack traces with errors
            --help           shows this help
            --version        shows the version

      Exit status:
        0   the job ended by itself
        1   the job failed
        2   the job file or a flag cannot be used; nothing was started
      """;

  private final PrintStream out;
  private final PrintStream err;

  /** A call that shows help and files on {@code out} and everything else on {@code err}. */
  public RunExampleRun(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Reads, checks, runs until the job ends; returns the exit status. */
  public int execute(String... args) {
    boolean verbose = Arrays.asList(args).contains("--verbose");
    try {
      boolean named = args.length > 0 && !args[0].startsWith("-");
      JobArguments arguments =
          JobArguments.of(named ? Arrays.copyOfRange(args, 1, args.length) : args);
      if (arguments.help()) {
        out.printf(HELP, String.join(", ", Examples.names()));
        return 0;
      }
      if (arguments.version()) {
        out.println("run-example " + Version.number());
        return 0;
      }
      run(example(named ? args[0] : ""), arguments);
      return 0;
    } catch (UsageException
        | JobFileException
        | ProgramException
        | HubException
        | IllegalArgumentException e) {
      err.println("run-example: " + e.getMessage());
      return USAGE;
    } catch (Exception e) {
      return Ends.failed("run-example", e, err, verbose);
    }
  }

  private static ExampleJob example(String name) {
    return Examples.named(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "an example must be named: name=" + name + ", known=" + Examples.names()));
  }

  private void run(ExampleJob example, JobArguments arguments) throws Exception {
    Map<String, String> flags = new LinkedHashMap<>(arguments.flags());
    String input = flags.remove("input");
    String output = flags.remove("output");
    if ((input == null) != (output == null)) {
      throw new UsageException(
          "files are read and written together: --input="
              + input
              + ", --output="
              + output
              + "; give both or none");
    }
    JobFile job = JobFileReader.read(arguments.file(), flags);
    if (input == null || output == null) {
      var env = Examples.betweenTopics(example, job);
      err.println("from      " + job.source().topics() + " at " + job.source().bootstrapServers());
      err.println("to        " + job.sink().topic() + ", " + job.sink().delivery().code());
      if (!arguments.check()) {
        env.execute();
      }
      return;
    }
    files(example, job, existing(input), arguments.check() ? null : Path.of(output));
  }

  private static Path existing(String input) {
    Path file = Path.of(input);
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException("the input must be a readable file: --input=" + input);
    }
    return file;
  }

  private void files(ExampleJob example, JobFile job, Path input, @Nullable Path output)
      throws Exception {
    if (output == null) {
      Examples.betweenFiles(example, job, input, input);
      return;
    }
    try (OutputFolder folder = OutputFolder.at(output)) {
      Examples.betweenFiles(example, job, input, folder.staging()).execute(job.name());
      for (Path file : folder.publish()) {
        out.println(lines(file) + "\t" + file);
      }
    }
  }

  private static long lines(Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.count();
    }
  }
}
