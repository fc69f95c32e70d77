package io.pawstream.cli.internal.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.program.Programs;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.Style;
import io.pawstream.cli.internal.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw doctor}: is all there that programs need. Filled by picocli; one thread. */
@Command(
    name = "doctor",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Looks whether all is there that programs need, and tries one.",
    footer = "%nExit status 3: something is not there or does not work.")
public final class DoctorCommand implements Callable<Integer> {
  private static final String DEMONSTRATION = "/META-INF/paw/urgency.paw";

  private final Terminal terminal;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROGRAM",
      description = "The program to try; a demonstration on paw-tiny if not given.")
  private @Nullable String program;

  @Option(
      names = "--interpreter",
      paramLabel = "REF",
      description = "What to run it on, not the one it names.")
  private @Nullable String interpreter;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  /** A command that writes to {@code terminal}. */
  public DoctorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    List<Finding> findings = program == null ? demonstration() : findings(program);
    boolean good = findings.stream().noneMatch(f -> f.state() == Finding.State.BAD);
    if (json) {
      ObjectNode object = JsonOut.object().put("good", good);
      ArrayNode array = object.putArray("findings");
      for (Finding finding : findings) {
        array
            .addObject()
            .put("name", finding.name())
            .put("state", finding.state().name().toLowerCase(Locale.ROOT))
            .put("detail", finding.detail());
      }
      terminal.out().println(object.toPrettyString());
    } else {
      findings.forEach(finding -> terminal.out().print(lines(finding)));
    }
    terminal.out().flush();
    return good ? ExitStatus.DONE : ExitStatus.FOUND_WANTING;
  }

  private List<Finding> findings(String reference) {
    return Doctor.of(Programs.read(reference), interpreter);
  }

  private List<Finding> demonstration() throws IOException {
    Path directory = Files.createTempDirectory("paw-doctor-");
    Path file = directory.resolve("demonstration.paw");
    try (InputStream in =
        Objects.requireNonNull(DoctorCommand.class.getResourceAsStream(DEMONSTRATION))) {
      Files.copy(in, file);
      return findings(file.toString());
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private String lines(Finding finding) {
    Style style = terminal.style();
    String state =
        switch (finding.state()) {
          case GOOD -> style.good("good");
          case WEAK -> style.mark("weak");
          case BAD -> style.bad("bad ");
        };
    StringBuilder lines = new StringBuilder();
    int room = Math.max(40, terminal.width() - 25);
    String head = String.format(Locale.ROOT, "%s  %-16s  ", state, finding.name());
    String line = "";
    for (String word : finding.detail().split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
        lines.append(head).append(line).append('\n');
        head = " ".repeat(24);
        line = "";
      }
      line = line.isEmpty() ? word : line + " " + word;
    }
    return lines.append(head).append(line).append('\n').toString();
  }
}
