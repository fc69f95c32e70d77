package io.pawstream.jobs;

import io.pawstream.jobs.internal.cli.LabelFilesOptions;
import io.pawstream.jobs.internal.cli.LabelFilesRun;
import io.pawstream.jobs.internal.cli.TemporaryFiles;
import io.pawstream.jobs.internal.report.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Main entry point of {@code bin/label-files}: asks programs about every row of a file and writes
 * the rows with the answers. See {@code docs/label-files.md}.
 *
 * <p>Exit status 0 if every row of the input is in the output; 1 if the run failed, with no output
 * written; 2 if the command line or a file that it names cannot be used, with nothing started.
 */
public final class LabelFiles {
  private static final int USUAL_WIDTH = 100;

  private LabelFiles() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    TemporaryFiles.removeAtEnd();
    PrintStream out = stream(FileDescriptor.out);
    PrintStream err = stream(FileDescriptor.err);
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    Terminal terminal =
        new Terminal(
            out,
            err,
            !plain && Boolean.getBoolean("paw.out.terminal"),
            !plain && Boolean.getBoolean("paw.err.terminal"),
            Integer.getInteger("paw.terminal.width", USUAL_WIDTH));
    int status = run(terminal, args);
    out.flush();
    err.flush();
    System.exit(status);
  }

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(Terminal terminal, String... args) {
    return new LabelFilesRun(terminal, new LabelFilesOptions()).execute(args);
  }

  // whatever the locale: texts of rows are shown, and those are UTF-8
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
