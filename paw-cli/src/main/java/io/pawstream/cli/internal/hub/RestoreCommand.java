package io.pawstream.cli.internal.hub;

import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code paw restore}: what an export wrote, installed here. Filled by picocli; one thread. */
@Command(
    name = "restore",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Puts the programs and interpreters of an archive into the cache directory.",
      "All of it is checked first. What is there already and sound stays. Opens no connection."
    })
public final class RestoreCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "FILE", description = "The archive.")
  private Path archive = Path.of("");

  @Mixin private StoreArgs args = new StoreArgs();

  /** A command that writes to {@code terminal}. */
  public RestoreCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!Files.isRegularFile(archive) || !Files.isReadable(archive)) {
      throw new UsageException("the archive must be a file that can be read: file=" + archive);
    }
    args.show(
        terminal,
        args.with(terminal, true, (store, progress) -> store.importFrom(archive, progress)),
        null);
    return 0;
  }
}
