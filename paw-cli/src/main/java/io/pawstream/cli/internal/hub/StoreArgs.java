package io.pawstream.cli.internal.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.hub.ProgressEvent;
import io.pawstream.runtime.hub.ProgressListener;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.store.Prepared;
import io.pawstream.runtime.store.ProgramStore;
import io.pawstream.runtime.store.StoreOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What commands about the cache directory have in common. Filled by picocli; one thread. */
final class StoreArgs {
  @Option(
      names = "--allow-runtime",
      paramLabel = "ID",
      description =
          "A runtime beside the known ones whose interpreter may be used; can be repeated.")
  private @Nullable Set<String> allowed;

  @Option(names = "--json", description = "As one JSON array.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  /** Works on the store that the environment names, and shows how far it is. */
  List<Prepared> with(
      Terminal terminal,
      boolean offline,
      BiFunction<ProgramStore, ProgressListener, List<Prepared>> work) {
    StoreOptions options = options();
    Set<String> runtimes = new HashSet<>(options.allowedRuntimes());
    if (allowed != null) {
      runtimes.addAll(allowed);
    }
    try (ProgramStore store =
            ProgramStore.open(
                options.withOffline(offline || options.offline()).withAllowedRuntimes(runtimes));
        StatusLine status = new StatusLine(terminal.quietIf(quiet), System::currentTimeMillis)) {
      return work.apply(store, event -> status.show(line(event)));
    } catch (ProgramException e) {
      throw new UsageException(e);
    }
  }

  private static StoreOptions options() {
    try {
      return StoreOptions.fromEnvironment();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
  }

  /** Shows what is there now; {@code last} only to people. */
  void show(Terminal terminal, List<Prepared> prepared, @Nullable String last) {
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
      if (last != null) {
        terminal.out().println(last);
      }
    }
    terminal.out().flush();
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
