package io.pawstream.cli.internal.hub;

import io.pawstream.cli.internal.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw pull}: programs and what they run on, from the hub. Filled by picocli; one thread. */
@Command(
    name = "pull",
    aliases = "prepare",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Fetches programs with their interpreters and checks them; loads none.",
      "Shows for each a reference that names the same bytes for ever.",
      "paw prepare is the same: the step before a job, for init containers."
    })
public final class PullCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "1..*",
      paramLabel = "PROGRAM",
      description =
          "owner/slug, owner/slug@v2 or an id, each with or without @sha256:…; or a path.")
  private List<String> programs = List.of();

  @Option(
      names = "--offline",
      description = "Opens no connection: only checks that all is there. As PAW_OFFLINE does.")
  private boolean offline;

  @Mixin private StoreArgs args = new StoreArgs();

  /** A command that writes to {@code terminal}. */
  public PullCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    args.show(
        terminal,
        args.with(terminal, offline, (store, progress) -> store.prepare(programs, progress)),
        null);
    return 0;
  }
}
