package io.pawstream.cli.internal.compile;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.cli.internal.terminal.StopSignal;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.cli.internal.terminal.UsageException;
import io.pawstream.compiler.CompileReport;
import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.Compiler;
import io.pawstream.compiler.example.ExampleFile;
import io.pawstream.runtime.gguf.GgufType;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code paw compile}: examples to program. Filled by picocli; one thread. */
@Command(
    name = "compile",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Makes a program: on this machine from examples, or on the hub from a description.",
      "With --local there is a report beside it; without, the description leaves this machine."
    })
public final class CompileCommand implements Callable<Integer> {
  private static final Pattern COMMA = Pattern.compile(",");

  private final Terminal terminal;

  @Option(
      names = "--local",
      description = "On this machine; nothing leaves it. On the hub if not given.")
  private boolean local;

  @Option(
      names = "--spec",
      required = true,
      paramLabel = "TEXT|@FILE",
      description = "What the program does, in a sentence or a few.")
  private String spec = "";

  @Option(
      names = "--examples",
      paramLabel = "FILE",
      description = "Inputs and outputs: .jsonl with both in an object, or .csv with a header.")
  private @Nullable Path examples;

  @Option(
      names = "--interpreter",
      paramLabel = "REF",
      description = "What it is to run on: a known name, or a GGUF file with or without @sha256:…")
  private @Nullable String interpreter;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The .paw file to write; appears when it is complete.")
  private @Nullable Path output;

  @ArgGroup(heading = "")
  private Answers answers = new Answers();

  /** What the answers are; one of both. */
  static final class Answers {
    @Option(
        names = "--labels",
        paramLabel = "A,B,…",
        description =
            "The label set. If not given, the outputs, where they are at most 20 and each occurs"
                + " twice.")
    private @Nullable String labels;

    @Option(names = "--free-text", description = "No label set, whatever the outputs.")
    private boolean freeText;
  }

  @Option(
      names = "--learn-from",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "How many examples are learned from; all others are held out. Nine tenths if not given,"
              + " less of a few.")
  private int learnFrom;

  @Option(
      names = "--keep-examples",
      description =
          "The program's metadata shows the examples learned from, to everybody who has it.")
  private boolean keepExamples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed and threads give the same program; ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--rank",
      paramLabel = "N",
      defaultValue = "8",
      description = "Width of the adapter; ${DEFAULT-VALUE}.")
  private int rank;

  @Option(
      names = "--alpha",
      paramLabel = "X",
      defaultValue = "0",
      description = "Strength of the adapter; twice the rank if not given.")
  private float alpha;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "0",
      description = "Most rounds over the examples; by their number if not given.")
  private int epochs;

  @Option(
      names = "--adapter-type",
      paramLabel = "TYPE",
      defaultValue = "F16",
      description = "F16, F32, or with a rank of 32, 64, … Q8_0 or Q4_0; ${DEFAULT-VALUE}.")
  private GgufType adapterType = GgufType.F16;

  @Option(
      names = "--first-block",
      paramLabel = "N",
      defaultValue = "0",
      description = "First block of the interpreter that gets an adapter; all if not given.")
  private int firstBlock;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Threads that compute; as many as processors if not given.")
  private int threads;

  @Option(
      names = "--resume",
      description = "Goes on from the checkpoint of an interrupted call, if there is one.")
  private boolean resume;

  @Option(
      names = "--compiler",
      paramLabel = "NAME",
      description = "On the hub: its compiler; the hub's default if not given.")
  private @Nullable String compiler;

  @Option(
      names = "--slug",
      paramLabel = "NAME",
      description = "On the hub: the name to pull the program by; needs an account.")
  private @Nullable String slug;

  @Option(
      names = "--public",
      description = "On the hub: everybody may see description and program.")
  private boolean everybody;

  @Option(names = "--json", description = "The report as JSON on standard output.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress, no summary.")
  private boolean quiet;

  /** A command that reads and writes at {@code terminal}. */
  public CompileCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (!local) {
      return onTheHub();
    }
    CompileRequest request =
        request(
            needed("--examples", examples),
            needed("--interpreter", interpreter),
            needed("--output", output));
    // the process ends when this is closed, even if it was told to end: with the summary shown
    try (StopSignal stop = StopSignal.install()) {
      CompileReport report;
      try (Progress progress = new Progress(terminal, quiet, System::currentTimeMillis)) {
        report = Compiler.compile(request, progress, stop);
      }
      if (json) {
        terminal.out().print(report.json());
      } else if (!quiet) {
        terminal.out().print(new Summary(report).text());
      }
      terminal.out().flush();
    }
    return 0;
  }

  private int onTheHub() {
    if (examples != null || interpreter != null || output != null) {
      throw new UsageException(
          "the hub compiles from a description alone: --examples, --interpreter and --output are"
              + " for --local; fetch the program with paw pull");
    }
    io.pawstream.runtime.hub.CompileRequest request;
    try {
      request =
          io.pawstream.runtime.hub.CompileRequest.of(spec())
              .withCompiler(compiler)
              .withSlug(slug)
              .withPublic(everybody);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e);
    }
    return new ServerCompile(terminal, json, quiet).run(request);
  }

  private static <T> T needed(String option, @Nullable T value) {
    if (value == null) {
      throw new UsageException(
          "--local needs " + option + "; paw compile --help lists the options");
    }
    return value;
  }

  private CompileRequest request(Path examples, String interpreter, Path output) {
    Interpreter runsOn = Interpreters.resolve(interpreter, true, null);
    CompileRequest.Builder request =
        CompileRequest.builder(spec(), ExampleFile.read(examples), runsOn, output)
            .labels(labels())
            .rank(rank)
            .alpha(alpha)
            .epochs(epochs)
            .seed(seed)
            .adapterType(adapterType)
            .firstBlock(firstBlock)
            .learnFrom(learnFrom)
            .keepExamples(keepExamples)
            .resume(resume);
    if (threads != 0) {
      request.threads(threads);
    }
    return request.build();
  }

  private String spec() {
    if (!spec.startsWith("@")) {
      return spec;
    }
    Path file = Path.of(spec.substring(1));
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UsageException("the spec must be a readable UTF-8 file: --spec=" + spec, e);
    }
  }

  private @Nullable List<String> labels() {
    if (answers.freeText) {
      return List.of();
    }
    return answers.labels == null
        ? null
        : COMMA.splitAsStream(answers.labels).map(String::strip).toList();
  }
}
