package io.pawstream.benchmarks;

import picocli.CommandLine;

/** How the commands of this module end: 0 done, 1 failed, 2 used wrongly. */
final class CommandLines {
  private CommandLines() {}

  static int run(Object command, String... args) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (e, line, parsed) -> {
              line.getErr().println(line.getCommandName() + ": " + e.getMessage());
              if (System.getProperty("paw.stacktrace") != null) {
                e.printStackTrace(line.getErr());
              }
              return e instanceof IllegalArgumentException ? 2 : 1;
            })
        .execute(args);
  }
}
