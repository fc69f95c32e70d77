package io.pawstream.cli.internal.label;

import io.pawstream.cli.internal.program.AskOptions;
import io.pawstream.cli.internal.program.Session;
import io.pawstream.cli.internal.terminal.ExitStatus;
import io.pawstream.cli.internal.terminal.InputFile;
import io.pawstream.cli.internal.terminal.StatusLine;
import io.pawstream.cli.internal.terminal.StopSignal;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.rows.RowReader;
import io.pawstream.rows.RowSpec;
import io.pawstream.rows.UnreadableInputException;
import io.pawstream.runtime.PawProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code paw label}: answers for every row of a file. Filled by picocli; one thread. */
@Command(
    name = "label",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Writes the rows of a file with the answers of programs.",
      "If it is ended in the middle, the same command goes on where it was."
    })
public final class LabelCommand implements Callable<Integer> {
  /** What a failure does to its row. */
  enum OnFailure {
    TAG,
    NULL,
    FAIL
  }

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
      description = "Path of a .paw file, with or without @sha256:…; repeatable.")
  private List<String> programs = List.of();

  @Option(
      names = "--field",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "Field with the text; ${DEFAULT-VALUE}.")
  private String field = "text";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "JSON lines; appears when it is complete.")
  private Path output = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "jsonl, csv or text; told by the name of the file if not given.")
  private @Nullable String format;

  @Option(
      names = "--labels",
      paramLabel = "PROGRAM=A,B,…",
      description = "A label set instead of the program's own; repeatable.")
  private Map<String, String> labels = Map.of();

  @Option(
      names = "--on-failure",
      paramLabel = "POLICY",
      defaultValue = "tag",
      description =
          "What a failure becomes: tag (the reason, the default), null, or fail (the end).")
  private OnFailure onFailure = OnFailure.TAG;

  @Option(
      names = "--min-confidence",
      paramLabel = "P",
      description =
          "Answers of less are counted in the summary, and written all the same; what eval has kept"
              + " beside each program if not given.")
  private @Nullable Double minConfidence;

  @Option(names = "--restart", description = "Throws away what an unfinished run left.")
  private boolean restart;

  @Option(names = "--json", description = "The summary as one JSON object.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress, no summary.")
  private boolean quiet;

  @Mixin private AskOptions ask = new AskOptions();

  /** A command that writes to {@code terminal}. */
  public LabelCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    InputFile input = InputFile.of(file, format);
    checkOutput();
    if (minConfidence != null && !(minConfidence >= 0 && minConfidence <= 1)) {
      throw new UsageException(
          "a confidence must be from 0 to 1: --min-confidence=" + minConfidence);
    }
    // the process ends when this is closed, even if it was told to end: with what is done kept
    try (StopSignal stop = StopSignal.install();
        Session session = new Session(ask, true)) {
      List<PawProgram> opened = opened(session);
      try (ResumableOutput out =
          ResumableOutput.open(output, fingerprint(input, opened), restart)) {
        return label(input, opened, out, stop);
      } catch (UnreadableInputException e) {
        throw new UsageException(e.getMessage() + ": file=" + file, e);
      }
    }
  }

  private int label(InputFile input, List<PawProgram> opened, ResumableOutput out, StopSignal stop)
      throws IOException, InterruptedException {
    Journal before = out.before();
    long skipped = before == null ? 0 : before.rows();
    Counts counts = new Counts(opened, minConfidence, before == null ? Map.of() : before.counts());
    long start = System.nanoTime();
    Labelling labelling;
    boolean complete;
    try (InputStream in = input.open();
        StatusLine status = new StatusLine(terminal.quietIf(quiet), System::currentTimeMillis)) {
      RowReader reader =
          new RowReader(
              in,
              new RowSpec(
                  input.format(),
                  field,
                  opened.stream().map(PawProgram::name).toList(),
                  List.of(),
                  RowSpec.DEFAULT_LIMIT));
      LabelProgress progress = new LabelProgress(status, input.contentBytes(), skipped);
      for (long i = 0; i < skipped && !stop.getAsBoolean(); i++) {
        if (reader.next() == null) {
          throw new UsageException(
              "the input must have the rows that were labelled before: file="
                  + file
                  + ", rows="
                  + i
                  + ", before="
                  + skipped
                  + "; --restart begins anew");
        }
      }
      labelling = new Labelling(opened, onFailure, out, counts, skipped, stop, progress);
      complete = labelling.run(reader);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (!quiet) {
      LabelSummary summary =
          new LabelSummary(
              labelling.rows(), skipped, seconds, complete, output.toString(), opened, counts);
      terminal
          .out()
          .print(json ? summary.json() + "\n" : summary.text(terminal.style(), terminal.width()));
      terminal.out().flush();
    }
    return complete ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private List<PawProgram> opened(Session session) {
    List<PawProgram> opened = new ArrayList<>();
    Map<String, String> sets = new LinkedHashMap<>(labels);
    for (String reference : programs) {
      PawProgram program = session.load(reference, ask.programOptions(null, false));
      String set = sets.remove(program.name());
      if (set != null) {
        program.close();
        program = session.load(reference, ask.programOptions(AskOptions.labels(set), false));
      }
      String name = program.name();
      if (opened.stream().anyMatch(other -> other.name().equals(name))) {
        throw new UsageException(
            "the names of programs must differ, entries are named after them: name=" + name);
      }
      opened.add(program);
    }
    if (!sets.isEmpty()) {
      throw new UsageException(
          "a label set must be for one of the programs: --labels="
              + sets.keySet().iterator().next()
              + ", programs="
              + opened.stream().map(PawProgram::name).toList());
    }
    return opened;
  }

  /** What decides the output: a run is gone on with only where all of it is the same. */
  private Map<String, String> fingerprint(InputFile input, List<PawProgram> opened)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("input", file.toRealPath().toString());
    all.put("input-bytes", String.valueOf(Files.size(file)));
    all.put("input-modified", Files.getLastModifiedTime(file).toString());
    all.put("format", input.format().name());
    all.put("field", field);
    all.put("on-failure", onFailure.name());
    all.put("asked", ask.fingerprint());
    for (int i = 0; i < opened.size(); i++) {
      PawProgram program = opened.get(i);
      all.put("program " + program.name(), program.digest() + " " + program.labels());
      double temperature = Session.temperature(programs.get(i), program.labels());
      all.put("temperature of " + program.name(), String.valueOf(temperature));
    }
    all.put("programs", opened.stream().map(PawProgram::name).toList().toString());
    return all;
  }

  private void checkOutput() throws IOException {
    boolean there = Files.exists(output);
    if (output.toString().isEmpty() || (there && !Files.isRegularFile(output))) {
      throw new UsageException("the output must be a file: --output=" + output);
    }
    if (there && Files.isSameFile(output, file)) {
      throw new UsageException(
          "the output must be another file than the input: --output=" + output);
    }
  }
}
