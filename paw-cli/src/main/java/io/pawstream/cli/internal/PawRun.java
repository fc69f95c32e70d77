package io.pawstream.cli.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.cli.internal.compile.CompileCommand;
import io.pawstream.cli.internal.compile.ImportCommand;
import io.pawstream.cli.internal.evaluate.EvalCommand;
import io.pawstream.cli.internal.hub.ExportCommand;
import io.pawstream.cli.internal.hub.LoginCommand;
import io.pawstream.cli.internal.hub.PullCommand;
import io.pawstream.cli.internal.hub.RestoreCommand;
import io.pawstream.cli.internal.label.LabelCommand;
import io.pawstream.cli.internal.machine.BenchCommand;
import io.pawstream.cli.internal.machine.DoctorCommand;
import io.pawstream.cli.internal.program.InspectCommand;
import io.pawstream.cli.internal.program.ListCommand;
import io.pawstream.cli.internal.program.RunCommand;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.OutputLostException;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.compiler.CompileException;
import io.pawstream.compiler.example.ExampleException;
import io.pawstream.runtime.engine.EngineUnavailableException;
import io.pawstream.runtime.hub.HubException;
import io.pawstream.runtime.interpreter.InterpreterException;
import io.pawstream.runtime.program.ProgramException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** One call of {@code paw}, from the arguments to the exit status. One thread. */
@Command(
    name = "paw",
    sortOptions = false,
    usageHelpAutoWidth = true,
    versionProvider = Version.class,
    description = "Programs on the command line.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the command did what it was asked",
      "1:it failed; nothing was left half written",
      "2:the command line or a file that it names cannot be used; nothing was started",
      "3:it ran to its end, and what it looked at is not as it should be: see the command",
      "130, 143:it was told to end (Ctrl-C, SIGTERM)",
      "141:whoever read its output has gone"
    })
public final class PawRun implements Runnable {
  private final Terminal terminal;

  @Option(
      names = "--verbose",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Stack traces with errors.")
  boolean verbose;

  @Option(
      names = "--help",
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Shows this help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  boolean version;

  public PawRun(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Parses, checks, runs; returns the exit status. */
  public int execute(String... args) {
    CommandLine command =
        new CommandLine(this)
            .addSubcommand(new PullCommand(terminal))
            .addSubcommand(new ExportCommand(terminal))
            .addSubcommand(new RestoreCommand(terminal))
            .addSubcommand(new LoginCommand(terminal))
            .addSubcommand(new ListCommand(terminal))
            .addSubcommand(new InspectCommand(terminal))
            .addSubcommand(new RunCommand(terminal))
            .addSubcommand(new LabelCommand(terminal))
            .addSubcommand(new EvalCommand(terminal))
            .addSubcommand(new CompileCommand(terminal))
            .addSubcommand(new ImportCommand(terminal))
            .addSubcommand(new DoctorCommand(terminal))
            .addSubcommand(new BenchCommand(terminal))
            .addSubcommand(new CompletionCommand(terminal))
            .setCaseInsensitiveEnumValuesAllowed(true)
            // an @ is ours: --spec @FILE
            .setExpandAtFiles(false)
            .setOut(new PrintWriter(terminal.out(), true, UTF_8))
            .setErr(new PrintWriter(terminal.err(), true, UTF_8))
            .setParameterExceptionHandler((e, words) -> failed(e, ExitStatus.USAGE, hint(e)))
            .setExecutionExceptionHandler((e, failing, parsed) -> failed(e, status(e), ""));
    return command.execute(args);
  }

  @Override
  public void run() {
    throw new UsageException("a command must be named; paw --help lists them");
  }

  private static int status(Exception e) {
    return e instanceof UsageException
            || e instanceof ExampleException
            || e instanceof InterpreterException
            || e instanceof EngineUnavailableException
        ? ExitStatus.USAGE
        : ExitStatus.FAILED;
  }

  private static String hint(ParameterException e) {
    List<String> similar =
        e instanceof UnmatchedArgumentException unknown ? unknown.getSuggestions() : List.of();
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    return similar.isEmpty()
        ? "; " + name + " --help lists the options"
        : "; did you mean " + similar.get(0) + "?";
  }

  private int failed(Exception e, int status, String hint) {
    if (e instanceof OutputLostException) {
      // whoever ends the process knows more
      return status;
    }
    boolean speaking =
        status == ExitStatus.USAGE
            || e instanceof CompileException
            || e instanceof ProgramException
            || e instanceof HubException
            || e instanceof UncheckedIOException;
    String message = speaking && e.getMessage() != null ? e.getMessage() : e.toString();
    terminal.err().println("paw: " + message.strip().replaceAll("\\s*\\R\\s*", " ") + hint);
    if (verbose) {
      e.printStackTrace(new PrintWriter(terminal.err(), true, UTF_8));
    }
    terminal.err().flush();
    return status;
  }
}
