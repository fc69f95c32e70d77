package io.pawstream.cli;

import io.pawstream.cli.internal.PawRun;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.PipeOutput;
import io.pawstream.cli.internal.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Main entry point of {@code bin/paw}. See {@code docs/cli.md}.
 *
 * <p>Exit status 0 if the command did what it was asked; 1 if it failed, with nothing half written;
 * 2 if the command line or a file that it names cannot be used, with nothing started; 3 if it ran
 * to its end and what it looked at is not as it should be; 141 if whoever read its output has gone.
 */
public final class PawCommand {
  private static final int USUAL_WIDTH = 100;

  /** As of a process that SIGPIPE has ended. */
  private static final int READER_GONE = 141;

  private PawCommand() {}

  /** Runs the command line and ends the process with its exit status. */
  public static void main(String[] args) {
    PipeOutput pipe = new PipeOutput(new FileOutputStream(FileDescriptor.out));
    PrintStream out = stream(pipe);
    PrintStream err = stream(new FileOutputStream(FileDescriptor.err));
    Terminal terminal =
        new Terminal(
            System.in,
            out,
            err,
            Boolean.getBoolean("paw.out.terminal")
                && !"dumb".equals(System.getenv("TERM"))
                && System.getenv("NO_COLOR") == null,
            Boolean.getBoolean("paw.err.terminal") && !"dumb".equals(System.getenv("TERM")),
            Integer.getInteger("paw.terminal.width", USUAL_WIDTH));
    int status = run(terminal, args);
    if (out.checkError() && pipe.readerGone()) {
      status = READER_GONE;
    } else if (out.checkError() && status <= ExitStatus.FAILED) {
      err.println("paw: standard output must be writable: what it was to show is lost; make room");
      status = ExitStatus.FAILED;
    }
    err.flush();
    System.exit(status);
  }

  /**
   * Runs the command line.
   *
   * @return the exit status
   */
  public static int run(Terminal terminal, String... args) {
    return new PawRun(terminal).execute(args);
  }

  // whatever the locale: texts of examples are shown, and those are UTF-8
  private static PrintStream stream(OutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
