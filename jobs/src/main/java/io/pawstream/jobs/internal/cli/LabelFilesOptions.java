package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.label.FailurePolicy;
import io.pawstream.rows.InputFormat;
import io.pawstream.runtime.engine.Overflow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of {@code label-files} as they were typed. Filled by picocli; one thread. */
@Command(
    name = "label-files",
    sortOptions = false,
    usageHelpAutoWidth = true,
    abbreviateSynopsis = false,
    versionProvider = Version.class,
    description = "Asks programs about every row of a file and writes the rows with the answers.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every row of the input is in the output",
      "1:the run failed; no output was written",
      "2:the command line or a file that it names cannot be used; nothing was started"
    })
public final class LabelFilesOptions {

  @Option(names = "--input", required = true, paramLabel = "FILE", description = "File to read.")
  Path input = Path.of("");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "How its rows are written: jsonl, csv (with a header line) or text.")
  InputFormat format = InputFormat.JSONL;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Field with the text; for text the name it gets, 'text' if not given.")
  @Nullable String field;

  @Option(
      names = "--program",
      required = true,
      paramLabel = "REF",
      description = "Program to ask: path of a .paw file, with or without @sha256:…; repeatable.")
  List<String> programs = List.of();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "JSON lines file to write; appears when it is complete.")
  Path output = Path.of("");

  @Option(
      names = "--labels",
      paramLabel = "PROGRAM=A,B,…",
      description = "Label set of a program instead of its own; repeatable.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--expected",
      paramLabel = "PROGRAM=FIELD",
      description = "Field with the right answer, to count how often a program agrees; repeatable.")
  Map<String, String> expected = new LinkedHashMap<>();

  @Option(
      names = "--on-failure",
      paramLabel = "POLICY",
      defaultValue = "tag",
      description =
          "Rows without an answer: tag keeps the reason, null an empty entry, fail stops.")
  FailurePolicy onFailure = FailurePolicy.TAG;

  @Option(
      names = "--overflow",
      paramLabel = "PART",
      defaultValue = "fail",
      description = "Part cut out of too long texts: head, tail, middle; fail makes them failures.")
  Overflow overflow = Overflow.FAIL;

  @Option(
      names = "--low-confidence",
      paramLabel = "P",
      defaultValue = "0.7",
      description = "Answers below it are counted in the summary; ${DEFAULT-VALUE} if not given.")
  double lowConfidence;

  @Option(
      names = "--interpreter",
      paramLabel = "REF",
      description =
          "Another interpreter for all programs: a known name or a GGUF file, with or without"
              + " @sha256:…")
  @Nullable String interpreter;

  @Option(
      names = "--deterministic",
      description = "Each row alone: answers do not depend on other rows; slower.")
  boolean deterministic;

  @ArgGroup(heading = "")
  Mode mode = new Mode();

  /** In which mode Flink runs; one of both. */
  static final class Mode {
    @Option(names = "--batch", description = "Flink's batch mode; the default.")
    boolean batch;

    @Option(names = "--streaming", description = "Flink's streaming mode.")
    boolean streaming;
  }

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "Flink subtasks; more than 1 does not keep the order of the rows.")
  int parallelism;

  @Option(names = "--quiet", description = "No progress and no summary.")
  boolean quiet;

  @Option(names = "--verbose", description = "Stack traces with errors.")
  boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "Shows this help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  boolean version;

  /** Whether stack traces are wanted. */
  public boolean verbose() {
    return verbose;
  }

  /** Whether nothing but errors is wanted. */
  public boolean quiet() {
    return quiet;
  }
}
