package io.pawstream.cli.internal.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.store.Prepared;
import io.pawstream.runtime.store.ProgramStore;
import io.pawstream.runtime.store.StoreOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw pull}: programs and what they run on, from the hub. Filled by picocli; one thread. */
@Command(
    name = "pull",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Fetches programs with their interpreters and checks them; loads none.",
      "Shows for each a reference that names the same bytes for ever."
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

  @Option(names = "--json", description = "As one JSON array.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  /** A command that writes to {@code terminal}. */
  public PullCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StoreOptions options = StoreOptions.fromEnvironment();
    List<Prepared> prepared;
    try (ProgramStore store = ProgramStore.open(options.withOffline(offline || options.offline()));
        StatusLine status = new StatusLine(terminal.quietIf(quiet), System::currentTimeMillis)) {
      prepared = store.prepare(programs, event -> status.show(line(event)));
    }
    if (json) {
      ArrayNode array = JsonOut.object().putArray("programs");
      for (Prepared one : prepared) {
        array
            .addObject()
            .put("reference", one.reference())
            .put("pinned", one.pinned())
            .put("program", one.program().digest())
            .put("path", one.program().path().toString())
            .put("interpreter", one.interpreter())
            .put("interpreter_file", one.interpreterFile().toString());
      }
      terminal.out().println(array.toPrettyString());
    } else {
      for (Prepared one : prepared) {
        terminal.out().println(terminal.style().strong(Shown.line(one.reference(), 78)));
        terminal
            .out()
            .print(
                new Columns("ll")
                    .line("pinned", one.pinned())
                    .line("path", one.program().path().toString())
                    .line("runs on", one.interpreter() + ", " + one.interpreterFile())
                    .text("  "));
      }
    }
    terminal.out().flush();
    return 0;
  }

  private static String line(ProgressEvent event) {
    StringBuilder line =
        new StringBuilder("  ")
            .append(Shown.line(event.subject(), 40))
            .append(": ")
            .append(event.stage().code().replace('_', ' '))
            .append(' ')
            .append(event.status().code().replace('_', ' '));
    if (event.totalBytes() > 0) {
      line.append(", ")
          .append(Shown.bytes(event.bytes()))
          .append(" of ")
          .append(Shown.bytes(event.totalBytes()));
    } else if (event.bytes() > 0) {
      line.append(", ").append(Shown.bytes(event.bytes()));
    }
    return line.toString();
  }
}
