package io.pawstream.cli.internal.machine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.program.AskOptions;
import io.pawstream.cli.internal.program.JsonOut;
import io.pawstream.cli.internal.program.Session;
import io.pawstream.cli.internal.terminal.Columns;
import io.pawstream.cli.internal.terminal.InputFile;
import io.pawstream.cli.internal.terminal.Shown;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.eval.report.Figures;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import io.pawstream.rows.UnreadableInputException;
import io.pawstream.runtime.PawProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw bench}: how fast a program is here. Filled by picocli; one thread. */
@Command(
    name = "bench",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Measures how fast a program answers: one input at a time, and many at once.")
public final class BenchCommand implements Callable<Integer> {
  private static final int MOST_INPUTS = 10_000;
  private static final List<String> SENTENCES =
      List.of(
          "The printer on the second floor is out of paper.",
          "Please call me back before noon, our checkout has been down since nine and customers"
              + " are leaving.",
          "Thanks for the quick help yesterday!",
          "Could you send me a copy of the invoice for March when you have a moment? There is no"
              + " hurry at all.");

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "PROGRAM", description = "Path of a .paw file.")
  private String program = "";

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "Rows to ask about, the first 10,000; a few sentences if not given.")
  private @Nullable Path input;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field with the text; ${DEFAULT-VALUE}.")
  private String field = "text";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How long; ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private AskOptions ask = new AskOptions();

  /** A command that writes to {@code terminal}. */
  public BenchCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (!(seconds > 0 && seconds <= 86_400)) {
      throw new UsageException("seconds must be above 0, up to a day: --seconds=" + seconds);
    }
    List<String> inputs = inputs();
    try (Session session = new Session(ask, false)) {
      long start = System.nanoTime();
      PawProgram asked = session.load(program, ask.programOptions(null, false));
      double loaded = (System.nanoTime() - start) / 1e9;
      Bench bench;
      try (StatusLine status = new StatusLine(terminal.quietIf(quiet), System::currentTimeMillis)) {
        bench = Bench.of(asked, inputs, seconds, status::show);
      }
      if (json) {
        terminal.out().println(json(asked, loaded, bench).toPrettyString());
      } else {
        terminal.out().print(text(asked, loaded, bench));
      }
      terminal.out().flush();
    }
    return 0;
  }

  private List<String> inputs() throws IOException {
    if (input == null) {
      return SENTENCES;
    }
    InputFile file = InputFile.of(input, null);
    List<String> inputs = new ArrayList<>();
    try (InputStream in = file.open()) {
      RowReader rows =
          new RowReader(
              in, new RowSpec(file.format(), field, List.of(), List.of(), RowSpec.DEFAULT_LIMIT));
      for (Row row = rows.next(); row != null && inputs.size() < MOST_INPUTS; row = rows.next()) {
        if (row.input() != null) {
          inputs.add(row.input());
        }
      }
    } catch (UnreadableInputException e) {
      throw new UsageException(e.getMessage() + ": file=" + input, e);
    }
    if (inputs.isEmpty()) {
      throw new UsageException(
          "there must be rows with a text: --input=" + input + ", --field=" + field);
    }
    return inputs;
  }

  private String text(PawProgram asked, double loaded, Bench bench) {
    Columns facts = new Columns("ll");
    facts.line(
        "ready",
        String.format(
            Locale.ROOT,
            "loaded in %.0f ms, first answer in %.0f ms",
            1e3 * loaded,
            1e3 * bench.firstSeconds()));
    facts.line(
        "one at a time",
        String.format(
            Locale.ROOT,
            "%,.1f answers/s; half within %.1f ms, 95 %% %.1f ms, 99 %% %.1f ms",
            bench.alone().rate(),
            bench.millis(0.5),
            bench.millis(0.95),
            bench.millis(0.99)));
    facts.line(
        "many at once",
        String.format(
            Locale.ROOT,
            "%,.1f answers/s, %.1f times as many; micro-batches of %s",
            bench.together().rate(),
            bench.together().rate() / bench.alone().rate(),
            Figures.number(bench.microBatch(), 1)));
    facts.line(
        "tokens",
        String.format(
            Locale.ROOT,
            "%.1f per input after a prefix of %d; %,.0f of them/s",
            bench.tokensPerInput(),
            asked.prefixTokens().length,
            bench.tokensPerInput() * bench.together().rate()));
    if (bench.failures() > 0) {
      facts.line("failures", terminal.style().bad(Figures.count(bench.failures())));
    }
    return terminal.style().strong(Shown.line(asked.name(), 60)) + "\n" + facts.text("  ");
  }

  private static ObjectNode json(PawProgram asked, double loaded, Bench bench) {
    ObjectNode json =
        JsonOut.object()
            .put("program", asked.digest())
            .put("name", asked.name())
            .put("load_seconds", loaded)
            .put("first_answer_seconds", bench.firstSeconds())
            .put("prefix_tokens", asked.prefixTokens().length)
            .put("tokens_per_input", bench.tokensPerInput())
            .put("failures", bench.failures());
    json.putObject("one_at_a_time")
        .put("answers", bench.alone().answers())
        .put("answers_per_second", bench.alone().rate())
        .put("p50_ms", bench.millis(0.5))
        .put("p95_ms", bench.millis(0.95))
        .put("p99_ms", bench.millis(0.99));
    ObjectNode together =
        json.putObject("many_at_once")
            .put("answers", bench.together().answers())
            .put("answers_per_second", bench.together().rate());
    JsonOut.put(together, "micro_batch", bench.microBatch());
    return json;
  }
}
