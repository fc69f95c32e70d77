package io.pawstream.cli.internal.hub;

import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.store.Prepared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw export}: programs and what they run on as one file. Filled by picocli; one thread. */
@Command(
    name = "export",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes programs with their interpreters into one archive.",
      "paw restore takes it on a host without network. What is missing is fetched, and all is"
          + " checked."
    })
public final class ExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(
      arity = "1..*",
      paramLabel = "PROGRAM",
      description =
          "owner/slug, owner/slug@v2 or an id, each with or without @sha256:…; or a path.")
  private List<String> programs = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The archive to write; appears when it is complete.")
  private Path output = Path.of("");

  @Option(
      names = "--offline",
      description = "Opens no connection: only what is there. As PAW_OFFLINE does.")
  private boolean offline;

  @Mixin private StoreArgs args = new StoreArgs();

  /** A command that writes to {@code terminal}. */
  public ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path parent = output.toAbsolutePath().getParent();
    if (Files.isDirectory(output) || parent == null || !Files.isDirectory(parent)) {
      throw new UsageException(
          "the archive must be a file in a directory that is there: --output=" + output);
    }
    List<Prepared> exported =
        args.with(
            terminal, offline, (store, progress) -> store.exportTo(output, programs, progress));
    args.show(terminal, exported, "In " + output + ", " + Shown.bytes(Files.size(output)) + ".");
    return 0;
  }
}
