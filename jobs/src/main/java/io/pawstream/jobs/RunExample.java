package io.pawstream.jobs;

import io.pawstream.jobs.internal.cli.Ends;
import io.pawstream.jobs.internal.cli.RunExampleRun;
import java.io.PrintStream;

/**
 * Main entry point of {@code bin/run-example}: runs an example job between files or between topics.
 * See {@code docs/examples.md}.
 *
 * <p>Exit status 0 if the job ended by itself; 1 if it failed; 2 if the job file or a flag cannot
 * be used, with nothing started.
 */
public final class RunExample {
  private RunExample() {}

  /** Runs the command line; ends the process where its exit status is not 0. */
  public static void main(String[] args) {
    Ends.main(RunExample::run, args);
  }

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return new RunExampleRun(out, err).execute(args);
  }
}
