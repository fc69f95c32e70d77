package io.pawstream.cli.internal.program;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramBundle;
import io.pawstream.runtime.program.ProgramException;
import io.pawstream.runtime.store.CachedProgram;
import io.pawstream.runtime.store.ProgramStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw list}: the programs in directories. Filled by picocli; one thread. */
@Command(
    name = "list",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Lists programs: of the cache that the PAW SDK keeps too, or of directories.")
public final class ListCommand implements Callable<Integer> {
  private static final int DIGEST_SHOWN = "sha256:".length() + 12;

  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIRECTORY",
      description = "Where to look; the cache if not given, see PAW_CACHE_DIR.")
  private List<Path> directories = List.of();

  @Option(names = "--json", description = "As one JSON array.")
  private boolean json;

  /** A program, or what is wrong with it. */
  private record Listed(
      Path path, List<String> slugs, @Nullable ProgramBundle bundle, @Nullable String problem) {}

  /** A command that writes to {@code terminal}. */
  public ListCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Listed> all = new ArrayList<>();
    if (directories.isEmpty()) {
      cached(all);
    }
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        throw new UsageException("there must be a directory to list: directory=" + directory);
      }
      list(directory, all);
    }
    if (json) {
      terminal.out().println(json(all).toPrettyString());
    } else {
      terminal.out().print(text(all));
    }
    terminal.out().flush();
    return 0;
  }

  /** What was pulled; opens no connection. */
  private static void cached(List<Listed> all) {
    try (ProgramStore store = ProgramStore.open()) {
      for (CachedProgram cached : store.list()) {
        all.add(new Listed(cached.directory(), cached.slugs(), cached.program(), cached.problem()));
      }
    }
  }

  private static void list(Path directory, List<Listed> all) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(ListCommand::isProgram).sorted().toList();
    }
    for (Path file : files) {
      try {
        all.add(new Listed(file, List.of(), ProgramBundle.read(file), null));
      } catch (ProgramException e) {
        all.add(new Listed(file, List.of(), null, e.getMessage()));
      }
    }
  }

  private static boolean isProgram(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (Files.isDirectory(file)
            ? Files.exists(file.resolve("meta.json"))
            : name.endsWith(".paw"));
  }

  private String text(List<Listed> all) {
    if (all.isEmpty()) {
      return "No programs.\n";
    }
    Columns table = new Columns("llll");
    table.line("program", "digest", "interpreter", "answers");
    for (Listed listed : all) {
      ProgramBundle bundle = listed.bundle();
      if (bundle == null) {
        table.line(
            Shown.line(String.valueOf(listed.path().getFileName()), 24),
            terminal.style().bad("not usable"));
        continue;
      }
      LabelSet labels = bundle.meta().labels();
      table.line(
          Shown.line(listed.slugs().isEmpty() ? bundle.name() : listed.slugs().get(0), 24),
          bundle.digest().substring(0, DIGEST_SHOWN),
          Shown.line(bundle.meta().interpreterName(), 16),
          labels == null ? "free text" : Shown.line(String.join(", ", labels.labels()), 28));
    }
    return table.text("");
  }

  private static ArrayNode json(List<Listed> all) {
    ArrayNode array = JsonOut.object().putArray("programs");
    for (Listed listed : all) {
      ObjectNode entry = array.addObject().put("path", listed.path().toString());
      listed.slugs().forEach(entry.putArray("slugs")::add);
      ProgramBundle bundle = listed.bundle();
      if (bundle == null) {
        entry.put("problem", listed.problem());
        continue;
      }
      entry
          .put("name", bundle.name())
          .put("digest", bundle.digest())
          .put("program_id", bundle.meta().programId())
          .put("interpreter", bundle.meta().interpreterName());
      LabelSet labels = bundle.meta().labels();
      if (labels == null) {
        entry.putNull("labels");
      } else {
        labels.labels().forEach(entry.putArray("labels")::add);
      }
    }
    return array;
  }
}
