package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.jobfile.JobFile;
import io.pawstream.jobs.internal.jobfile.JobFileException;
import io.pawstream.jobs.internal.jobfile.read.JobFileReader;
import io.pawstream.jobs.internal.registry.SchemaRegistryException;
import io.pawstream.jobs.internal.topic.TopicJob;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.io.PrintStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/** One call of {@code label-topic}, from the arguments to the exit status. One thread. */
public final class LabelTopicRun {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private static final String HELP =
      """
      Usage: label-topic [JOB.yaml] [--KEY=VALUE..] [--check] [--verbose] [--help] [--version]
      Asks programs about every record of Kafka topics and writes the records with the answers.

            JOB.yaml       the job file, see docs/label-topic.md
            --KEY=VALUE    a key of the job file by its path, with a value in YAML; wins over the file:
                           --bindings.urgency.min-confidence=0.8 --source.topics='[a, b]'
            --check        checks the job file and flags, and starts nothing
            --verbose      stack traces with errors
            --help         shows this help
            --version      shows the version

      Exit status:
        0   the job ended by itself
        1   the job failed
        2   the job file or a flag cannot be used; nothing was started
      """;

  private final PrintStream out;
  private final PrintStream err;

  /** A call that shows help on {@code out} and everything else on {@code err}. */
  public LabelTopicRun(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Reads, checks, runs until the job ends; returns the exit status. */
  public int execute(String... args) {
    JobArguments arguments;
    JobFile job;
    @Nullable StreamExecutionEnvironment env = null;
    try {
      arguments = JobArguments.of(args);
      if (arguments.help()) {
        out.print(HELP);
        return 0;
      }
      if (arguments.version()) {
        out.println("label-topic " + Version.number());
        return 0;
      }
      job = JobFileReader.read(arguments.file(), arguments.flags());
      if (arguments.check()) {
        TopicJob.check(job);
      } else {
        env = TopicJob.of(job);
      }
    } catch (UsageException
        | JobFileException
        | ProgramException
        | HubException
        | IllegalArgumentException e) {
      err.println("label-topic: " + e.getMessage());
      return USAGE;
    } catch (SchemaRegistryException e) {
      err.println("label-topic: " + e.getMessage());
      return FAILED;
    } catch (IOException e) {
      err.println("label-topic: " + e);
      return FAILED;
    }
    announce(job);
    return env == null ? 0 : run(env, arguments.verbose());
  }

  private int run(StreamExecutionEnvironment env, boolean verbose) {
    try {
      env.execute();
      return 0;
    } catch (Exception e) {
      return Ends.failed("label-topic", e, err, verbose);
    }
  }

  private void announce(JobFile job) {
    err.println("job       " + job.name());
    err.println("from      " + job.source().topics() + " at " + job.source().bootstrapServers());
    job.bindings()
        .forEach((name, binding) -> err.println("program   " + name + "  " + binding.program()));
    if (job.registry() != null) {
      err.println("registry  " + job.registry());
    }
    err.println("to        " + job.sink().topic() + ", " + job.sink().delivery().code());
    if (job.sink().reviewTopic() != null) {
      err.println("review    " + job.sink().reviewTopic());
    }
    if (job.sink().deadLetterTopic() != null) {
      err.println("dead      " + job.sink().deadLetterTopic());
    }
  }
}
