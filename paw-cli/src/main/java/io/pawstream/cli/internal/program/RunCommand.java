package io.pawstream.cli.internal.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.OutputLostException;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.eval.report.Figures;
import io.pawstream.rows.InputFormat;
import io.pawstream.rows.Row;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw run}: a program on a few inputs. Filled by picocli; one thread. */
@Command(
    name = "run",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Asks a program about texts: the arguments, or the lines of standard input.")
public final class RunCommand implements Callable<Integer> {
  private static final int IN_FLIGHT = 256;

  private final Terminal terminal;

  @Parameters(index = "0", paramLabel = "PROGRAM", description = "Path of a .paw file.")
  private String program = "";

  @Parameters(index = "1..*", paramLabel = "TEXT", description = "Inputs.")
  private List<String> texts = List.of();

  @Option(
      names = "--labels",
      paramLabel = "A,B,…",
      description = "A label set instead of the program's own; '' for free text.")
  private @Nullable String labels;

  @Option(names = "--json", description = "One JSON object per input.")
  private boolean json;

  @Option(
      names = "--tokens",
      description = "With the token ids of prefix, input and answer; as JSON.")
  private boolean tokens;

  @Mixin private AskOptions ask = new AskOptions();

  /** An input that has been handed over; the last one has no text and no outcome. */
  private record Asked(@Nullable String input, @Nullable CompletableFuture<Outcome> outcome) {}

  /** A command that reads and writes at {@code terminal}. */
  public RunCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    try (Session session = new Session(ask, true)) {
      List<String> set = "".equals(labels) ? List.of() : AskOptions.labels(labels);
      PawProgram asked = session.load(program, ask.programOptions(set, json || tokens));
      boolean allAnswered = texts.isEmpty() ? lines(asked) : arguments(asked);
      return allAnswered ? ExitStatus.DONE : ExitStatus.FOUND_WANTING;
    }
  }

  private boolean arguments(PawProgram asked) throws Exception {
    boolean answered = true;
    for (String text : texts) {
      answered &= show(asked, text, asked.apply(text));
    }
    return answered;
  }

  /** Reads on while answers come, and shows them in the order of the lines. */
  private boolean lines(PawProgram asked) throws Exception {
    BlockingQueue<Asked> queue = new ArrayBlockingQueue<>(IN_FLIGHT);
    CompletableFuture<Boolean> shown = new CompletableFuture<>();
    Thread printer = new Thread(() -> print(asked, queue, shown), "paw-run-printer");
    printer.setDaemon(true);
    printer.start();
    RowReader rows =
        new RowReader(
            terminal.in(),
            new RowSpec(InputFormat.TEXT, "text", List.of(), List.of(), RowSpec.DEFAULT_LIMIT));
    for (Row row = rows.next(); row != null && !shown.isDone(); row = rows.next()) {
      queue.put(new Asked(row.input(), submitted(asked, row)));
    }
    queue.put(new Asked(null, null));
    try {
      return shown.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof OutputLostException lost ? lost : e;
    }
  }

  private static CompletableFuture<Outcome> submitted(PawProgram asked, Row row)
      throws InterruptedException {
    return row.problem() == null
        ? asked.submit(row.input())
        : CompletableFuture.completedFuture(
            new Failure(row.problem(), Objects.requireNonNull(row.detail()), asked.digest()));
  }

  private void print(
      PawProgram asked, BlockingQueue<Asked> queue, CompletableFuture<Boolean> shown) {
    try {
      boolean answered = true;
      for (Asked next = queue.take(); next.outcome() != null; next = queue.take()) {
        answered &= show(asked, next.input(), next.outcome().join());
      }
      shown.complete(answered);
    } catch (InterruptedException | RuntimeException e) {
      shown.completeExceptionally(e);
      queue.clear();
    }
  }

  /** Shows one outcome; whether it is an answer. */
  private boolean show(PawProgram asked, @Nullable String input, Outcome outcome) {
    if (json || tokens) {
      ObjectNode object = JsonOut.outcome(input, outcome);
      if (tokens && outcome instanceof Answer answer && input != null) {
        JsonOut.putIds(object, "prefix_ids", asked.prefixTokens());
        JsonOut.putIds(object, "ids", asked.inputTokens(input));
        JsonOut.putIds(
            object, "answer_ids", answer.tokens().stream().mapToInt(Integer::intValue).toArray());
      }
      terminal.out().println(object);
    } else if (outcome instanceof Answer answer) {
      terminal
          .out()
          .println(
              answer.value().replace("\n", "\\n")
                  + "  "
                  + terminal.style().faint(Figures.number(answer.confidence(), 4)));
    } else if (outcome instanceof Failure failure) {
      terminal.out().println(terminal.style().bad("! " + failure.reason().code()));
      terminal.err().println("paw: " + failure.detail());
    }
    if (terminal.out().checkError()) {
      throw new OutputLostException();
    }
    return outcome instanceof Answer;
  }
}
