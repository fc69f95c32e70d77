package io.pawstream.cli.internal.program;

import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.program.ProgramException;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw inspect}: what is inside a program. Filled by picocli; one thread. */
@Command(
    name = "inspect",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Checks a program and shows what is inside; runs nothing.")
public final class InspectCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "PROGRAM", description = "Path of a .paw file.")
  private String program = "";

  @Option(
      names = "--interpreter",
      paramLabel = "REF",
      description = "Checks the adapter against this interpreter, not the one the program names.")
  private @Nullable String interpreter;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  /** A command that writes to {@code terminal}. */
  public InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Inspection inspection;
    try {
      inspection = Inspection.of(Programs.read(program), interpreter);
    } catch (ProgramException e) {
      throw new UsageException(e);
    }
    terminal
        .out()
        .print(
            json
                ? InspectionText.json(inspection).toPrettyString() + "\n"
                : InspectionText.text(inspection, terminal.style(), terminal.width()));
    terminal.out().flush();
    return 0;
  }
}
