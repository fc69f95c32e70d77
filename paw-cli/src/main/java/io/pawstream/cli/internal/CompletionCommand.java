package io.pawstream.cli.internal;

import io.pawstream.cli.internal.terminal.Terminal;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code paw completion}: for the shell. Filled by picocli; one thread. */
@Command(
    name = "completion",
    usageHelpAutoWidth = true,
    description = {
      "Writes a script that completes commands and options in bash and zsh.",
      "source <(paw completion) takes it into a shell."
    })
final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  CompletionCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    terminal
        .out()
        .print(AutoComplete.bash("paw", Objects.requireNonNull(spec.root()).commandLine()));
    terminal.out().flush();
    return 0;
  }
}
