package io.pawstream.jobs;

import io.pawstream.jobs.internal.cli.Ends;
import io.pawstream.jobs.internal.cli.EvaluateProgramRun;
import java.io.PrintStream;

/**
 * Main entry point of {@code bin/evaluate-program}: asks a program about rows whose right answers
 * are known, and writes how good it is. See {@code docs/evaluate.md}.
 *
 * <p>Exit status 0 if the report is written; 1 if the job failed; 2 if the job file or a flag
 * cannot be used, with nothing started; 3 if the report is written and the accuracy is below the
 * least one, or no threshold reaches the goal.
 */
public final class EvaluateProgram {
  private EvaluateProgram() {}

  /** Runs the command line; ends the process where its exit status is not 0. */
  public static void main(String[] args) {
    Ends.main(EvaluateProgram::run, args);
  }

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(PrintStream out, PrintStream err, String... args) {
    return new EvaluateProgramRun(out, err).execute(args);
  }
}
