package io.pawstream.jobs;

import io.pawstream.jobs.internal.cli.Ends;
import io.pawstream.jobs.internal.cli.LabelFilesOptions;
import io.pawstream.jobs.internal.cli.LabelFilesRun;
import io.pawstream.jobs.internal.report.Terminal;
import java.io.PrintStream;

/**
 * Main entry point of {@code bin/label-files}: asks programs about every row of files and writes
 * the rows with the answers. See {@code docs/label-files.md}.
 *
 * <p>Exit status 0 if every row of the input is in the output; 1 if the run failed, with outputs of
 * finished files only; 2 if the command line or a file that it names cannot be used, with nothing
 * started.
 */
public final class LabelFiles {
  private static final int USUAL_WIDTH = 100;

  private LabelFiles() {}

  /** Runs the command line; ends the process where its exit status is not 0. */
  public static void main(String[] args) {
    Ends.main((out, err, typed) -> run(terminal(out, err), typed), args);
  }

  private static Terminal terminal(PrintStream out, PrintStream err) {
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new Terminal(
        out,
        err,
        !plain && Boolean.getBoolean("paw.out.terminal"),
        !plain && Boolean.getBoolean("paw.err.terminal"),
        Integer.getInteger("paw.terminal.width", USUAL_WIDTH));
  }

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(Terminal terminal, String... args) {
    return new LabelFilesRun(terminal, new LabelFilesOptions()).execute(args);
  }
}
