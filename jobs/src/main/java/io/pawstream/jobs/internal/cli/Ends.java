package io.pawstream.jobs.internal.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How commands that run a Flink job begin and end. Stateless; any thread. */
public final class Ends {
  private static final Logger LOG = LoggerFactory.getLogger(Ends.class);
  private static final int FAILED = 1;

  private Ends() {}

  /** A command: what it shows, where errors go, its words; returns the exit status. */
  @FunctionalInterface
  public interface Command {
    int run(PrintStream out, PrintStream err, String... args);
  }

  /** Runs a command as the whole of a process; ends the process where the status is not 0. */
  public static void main(Command command, String... args) {
    TemporaryFiles.removeAtEnd();
    int status = command.run(stream(FileDescriptor.out), stream(FileDescriptor.err), args);
    if (status != 0) {
      System.exit(status);
    }
  }

  // whatever the locale: texts of rows are shown, and those are UTF-8
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Says why a job failed; returns the exit status. */
  static int failed(String command, Exception why, PrintStream err, boolean verbose) {
    LOG.error("job failed", why);
    Throwable cause = why;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String told = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    err.println(command + ": the job failed: " + told);
    if (verbose) {
      why.printStackTrace(err);
    }
    return FAILED;
  }
}
