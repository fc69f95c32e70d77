package io.pawstream.cli.internal.evaluate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pawstream.cli.internal.program.AskOptions;
import io.pawstream.cli.internal.program.Programs;
import io.pawstream.cli.internal.program.Session;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.InputFile;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.eval.Comparison;
import io.pawstream.eval.Coverage;
import io.pawstream.eval.JudgedRow;
import io.pawstream.eval.report.EvalJson;
import io.pawstream.eval.report.EvalPage;
import io.pawstream.eval.report.EvalReport;
import io.pawstream.eval.report.Measured;
import io.pawstream.rows.UnreadableInputException;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.Threshold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw eval}: how good a program is. Filled by picocli; one thread. */
@Command(
    name = "eval",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = "Measures a program on a file whose right answers are known.",
    footer = {
      "%nExit status 3: the accuracy is below --at-least, no threshold reaches the goal that one"
          + " was to be kept for, or the program of --compare is worse by more than chance.",
    })
public final class EvalCommand implements Callable<Integer> {
  /** Rows won or lost that JSON holds; the page and the text show fewer. */
  private static final int LISTED_PAIRS = 100;

  private final Terminal terminal;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "Rows: .jsonl, .csv, .txt or .log, each with or without .gz.")
  private Path file = Path.of("");

  @Option(
      names = "--program",
      required = true,
      paramLabel = "REF",
      description = "Path of a .paw file, with or without @sha256:…")
  private String program = "";

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field with the text; ${DEFAULT-VALUE}.")
  private String field = "text";

  @Option(
      names = "--expected",
      required = true,
      paramLabel = "NAME",
      description = "Field with the right answer.")
  private String expected = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jsonl, csv or text; told by the name of the file if not given.")
  private @Nullable String format;

  @Option(
      names = "--labels",
      paramLabel = "A,B,…",
      description = "A label set instead of the program's own.")
  private @Nullable String labels;

  @Option(
      names = "--compare",
      paramLabel = "REF",
      description = "Another program on the same rows: is it better, and by more than chance?")
  private @Nullable String compare;

  @Option(
      names = "--accuracy-goal",
      paramLabel = "P",
      description = "Chooses the threshold of confidence above which this share is right.")
  private @Nullable Double goal;

  @Option(
      names = "--calibrate",
      description = "Keeps the temperature learnt here beside the program, for use from now on.")
  private boolean calibrate;

  @Option(
      names = "--keep-threshold",
      description =
          "Keeps the threshold of --accuracy-goal beside the program, for bindings that name none.")
  private boolean keepThreshold;

  @Option(
      names = "--at-least",
      paramLabel = "P",
      description = "Ends with status 3 if the accuracy is lower: for build servers.")
  private @Nullable Double atLeast;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also writes one page with plots, which needs nothing else.")
  private @Nullable Path html;

  @Option(names = "--json", description = "As one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress.")
  private boolean quiet;

  @Mixin private AskOptions ask = new AskOptions();

  /** A command that writes to {@code terminal}. */
  public EvalCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    share("--accuracy-goal", goal);
    share("--at-least", atLeast);
    if (keepThreshold && (goal == null || calibrate)) {
      throw new UsageException(
          calibrate
              ? "a threshold is chosen after a calibration, which changes confidences: run again"
                  + " with --keep-threshold and without --calibrate"
              : "a threshold must have a goal to be chosen by: add --accuracy-goal");
    }
    InputFile input = InputFile.of(file, format);
    EvalReport report;
    try (Session session = new Session(ask, false)) {
      report = report(session, input);
    } catch (UnreadableInputException e) {
      throw new UsageException(e.getMessage() + ": file=" + file, e);
    }
    if (report.measured().rows() == 0) {
      throw new UsageException(
          "there must be rows with a right answer: file=" + file + ", --expected=" + expected);
    }
    Coverage.Point chosen = keepThreshold ? report.chosen().orElse(null) : null;
    Kept kept =
        new Kept(
            calibrate ? store(report.measured()) : null,
            chosen == null ? null : store(report.measured(), chosen),
            calibrate && thresholdLost(report.measured()));
    if (html != null) {
      write(html, EvalPage.of(report));
    }
    terminal
        .out()
        .print(
            json
                ? json(report, kept)
                : new EvalText(report, terminal.style(), terminal.width()).text(kept, html));
    terminal.out().flush();
    boolean tooLow =
        atLeast != null && !(report.measured().evaluation().accuracy().value() >= atLeast);
    Comparison comparison = report.comparison();
    boolean noThreshold = keepThreshold && chosen == null;
    return tooLow || noThreshold || (comparison != null && comparison.worse())
        ? ExitStatus.FOUND_WANTING
        : ExitStatus.DONE;
  }

  private static String json(EvalReport report, Kept kept) {
    ObjectNode object = EvalJson.of(report);
    kept.addTo(object);
    return object.toPrettyString() + "\n";
  }

  private EvalReport report(Session session, InputFile input)
      throws IOException, InterruptedException {
    try (StatusLine status = new StatusLine(terminal.quietIf(quiet), System::currentTimeMillis)) {
      long[] withoutAnswer = new long[1];
      if (compare == null) {
        Measured alone = measured(session, input, program, status, withoutAnswer, RowSink.NONE);
        return new EvalReport(file.toString(), alone, withoutAnswer[0], goal, null, null);
      }
      try (SpilledRows before = new SpilledRows()) {
        Measured first = measured(session, input, program, status, withoutAnswer, before);
        Compared compared = new Compared(before);
        Measured other = measured(session, input, compare, status, withoutAnswer, compared);
        return new EvalReport(
            file.toString(), first, withoutAnswer[0], goal, other, compared.result());
      }
    }
  }

  /** Rows of another program, compared with those of the first. */
  private static final class Compared implements RowSink {
    private final SpilledRows before;
    private final Comparison.Tally tally = new Comparison.Tally(LISTED_PAIRS);

    private Compared(SpilledRows before) {
      this.before = before;
    }

    @Override
    public void add(JudgedRow after) throws IOException {
      tally.add(before.next(after.expected()), after);
    }

    @Override
    public boolean lists(long number) {
      return tally.lists(number);
    }

    private Comparison result() {
      return tally.result();
    }
  }

  private Measured measured(
      Session session,
      InputFile input,
      String reference,
      StatusLine status,
      long[] withoutAnswer,
      RowSink sink)
      throws IOException, InterruptedException {
    List<String> set = AskOptions.labels(labels);
    PawProgram asked = session.load(reference, ask.programOptions(set, true).withTemperature(1.0));
    double temperature = Session.temperature(reference, asked.labels());
    try (KnownRows rows = new KnownRows(input, field, expected)) {
      Measured measured = new Measurement(asked, temperature, status, sink).of(rows);
      withoutAnswer[0] = rows.withoutAnswer();
      return measured;
    }
  }

  private Path store(Measured measured) throws IOException {
    var fit = measured.fit();
    if (fit == null) {
      throw new UsageException(
          "a temperature is learnt on at least 2 rows whose right answer is a label of the set:"
              + " labels="
              + measured.labels().size());
    }
    return CalibrationFile.store(
        Programs.read(program),
        new Calibration(
            measured.labels(), fit.temperature(), fit.rows(), fit.errorBefore(), fit.errorAfter()));
  }

  private Path store(Measured measured, Coverage.Point chosen) throws IOException {
    return CalibrationFile.store(
        Programs.read(program),
        new Threshold(
            measured.labels(),
            measured.temperature(),
            chosen.threshold(),
            chosen.accuracy(),
            chosen.coverage(),
            measured.rows()));
  }

  private boolean thresholdLost(Measured measured) {
    var fit = measured.fit();
    return fit != null
        && CalibrationFile.thresholds(Programs.read(program)).stream()
            .anyMatch(
                threshold ->
                    threshold.labels().equals(measured.labels())
                        && threshold.temperature() != fit.temperature());
  }

  private static void share(String option, @Nullable Double value) {
    if (value != null && !(value >= 0 && value <= 1)) {
      throw new UsageException("a share must be from 0 to 1: " + option + "=" + value);
    }
  }

  /** The page appears whole or not at all. */
  private static void write(Path target, String page) throws IOException {
    Path whole = target.toAbsolutePath();
    Path parent = Files.createDirectories(whole.getParent());
    Path staging = Files.createTempFile(parent, "." + whole.getFileName(), ".staging");
    try {
      Files.writeString(staging, page, UTF_8);
      Files.move(
          staging, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(staging);
    }
  }
}
