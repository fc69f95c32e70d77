package io.pawstream.jobs.internal.cli;

import io.pawstream.jobs.internal.files.Compression;
import io.pawstream.jobs.internal.files.FileFormat;
import io.pawstream.jobs.internal.jobfile.BindingSpec;
import io.pawstream.jobs.internal.label.FailurePolicy;
import io.pawstream.runtime.engine.EngineOptions;
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
    description = {
      "Asks programs about every row of files and writes the rows with the answers.",
      "A job file instead of options, label-files JOB.yaml [--check] [--KEY=VALUE..], says the"
          + " same."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every row of the input is in the output",
      "1:the run failed; only outputs of finished files are there",
      "2:the command line or a file that it names cannot be used; nothing was started"
    })
public final class LabelFilesOptions {

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description = "File, directory or pattern such as 'data/*.jsonl.gz' to read; repeatable.")
  List<String> inputs = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "How rows are written: jsonl, csv (with a header line), text, avro or parquet; told by"
              + " the endings of the files if not given.")
  @Nullable FileFormat format;

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
      description =
          "File to write, or for several files the directory; files appear when they are complete.")
  Path output = Path.of("");

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description =
          "How rows are written out: jsonl, csv, avro or parquet. If not given, what the ending of"
              + " the output file tells, else jsonl; in a directory the format of each input.")
  @Nullable FileFormat outputFormat;

  @Option(
      names = "--compress",
      paramLabel = "CODEC",
      description = "How files are packed: none, gzip, bzip2, xz or zstd.")
  @Nullable Compression compress;

  @Option(
      names = "--partition-by",
      paramLabel = "NAME",
      description =
          "A directory NAME=value for each label of the program, or value of the field, of that"
              + " name.")
  @Nullable String partitionBy;

  @Option(
      names = "--failed-rows",
      paramLabel = "PATH",
      description =
          "File, or directory for several files, that rows without an answer go to instead of the"
              + " output.")
  @Nullable Path failedRows;

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
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = EngineOptions.LLAMA,
      description =
          "What answers programs with labels: llama, blas, or auto, the one that is fastest in a"
              + " measurement, done once; ${DEFAULT-VALUE} if not given.")
  String engine = EngineOptions.LLAMA;

  @Option(
      names = "--weights",
      paramLabel = "KIND",
      defaultValue = "stored",
      description =
          "How the engine blas keeps the interpreter: stored, floats or merged; ${DEFAULT-VALUE} if"
              + " not given.")
  String weights = "stored";

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
      description = "Files that are labelled at a time; the order of rows within a file is kept.")
  int parallelism;

  @Option(names = "--quiet", description = "No progress and no summary.")
  boolean quiet;

  @Option(names = "--verbose", description = "Stack traces with errors.")
  boolean verbose;

  @Option(names = "--help", usageHelp = true, description = "Shows this help.")
  boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  boolean version;

  /** Bindings of a job file, by name; empty where programs are options. */
  Map<String, BindingSpec> bindings = Map.of();

  /** Options of Flink from a job file. */
  Map<String, String> flink = Map.of();

  /** Whether stack traces are wanted. */
  public boolean verbose() {
    return verbose;
  }

  /** Whether nothing but errors is wanted. */
  public boolean quiet() {
    return quiet;
  }
}
