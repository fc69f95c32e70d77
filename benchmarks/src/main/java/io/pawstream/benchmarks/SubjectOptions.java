package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.measure.Texts;
import io.pawstream.benchmarks.internal.model.RandomFiles;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.benchmarks.internal.rows.TokenCounter;
import io.pawstream.benchmarks.internal.workload.Workload;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured: options that all commands about answers have. */
final class SubjectOptions {
  private static final Path HOME = Path.of(System.getProperty("paw.home", "."));

  @Option(
      names = "--interpreter",
      paramLabel = "FILE",
      description = "a .gguf file or a known name; the one the program names where left out")
  private @Nullable String interpreter;

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "a .paw file with a label set; programs/urgency.paw where left out")
  private @Nullable Path program;

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      description =
          "instead of the two: random weights in the sizes of paw-tiny, qwen3-0.6b or gpt2, made"
              + " once and kept in benchmarks/target/random")
  private @Nullable String shape;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description = "texts, one per line, as they are; those of the workload where left out")
  private @Nullable Path input;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "LABEL",
      description = "label set of the engine rows; the program's own where left out")
  private @Nullable List<String> labels;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "64",
      description = "records in flight where callers do not block; 64 where left out")
  private int inFlight;

  @Option(
      names = "--callers",
      paramLabel = "N",
      defaultValue = "8",
      description = "threads, or subtasks, where callers block; 8 where left out")
  private int callers;

  @Option(
      names = "--sdk-tokens",
      paramLabel = "N",
      defaultValue = "3",
      description = "most tokens that the SDK's loop generates; 3 where left out")
  private int sdkTokens;

  @Option(names = "--lanes", paramLabel = "N", description = "engine option; 0 is automatic")
  private int lanes;

  @Option(names = "--threads", paramLabel = "N", description = "engine option; 0 is automatic")
  private int threads;

  @Option(names = "--max-sequences", paramLabel = "N", description = "engine option")
  private int maxSequences;

  @Option(names = "--batch-tokens", paramLabel = "N", description = "engine option")
  private int batchTokens;

  /** The interpreter's name without what tells one vocabulary of random files from another. */
  static String name(Subject subject) {
    return subject.interpreter().name().replaceFirst("^(random-.*)-[0-9a-f]{8}$", "$1");
  }

  /** The folder where random interpreters are kept. */
  static Path randomFolder() {
    return HOME.resolve("benchmarks").resolve("target").resolve("random");
  }

  /** The shape of random interpreters; that of {@code paw-tiny} unless another was named. */
  Shape shape() {
    return shape == null ? Shape.PAW_TINY : Shape.named(shape);
  }

  /** The subject with records of this kind, and a random interpreter in any case. */
  Subject random(Workload workload) throws IOException {
    return subject(workload, true);
  }

  /** The subject with records of this kind. */
  Subject subject(Workload workload) throws IOException {
    return subject(workload, shape != null);
  }

  private Subject subject(Workload workload, boolean random) throws IOException {
    Path bundleFile = program;
    String named = interpreter;
    if (random) {
      if (program != null || interpreter != null) {
        throw new IllegalArgumentException(
            "random weights come with a program: leave out --interpreter and --program");
      }
      RandomFiles files = RandomFiles.in(randomFolder(), shape());
      bundleFile = files.program();
      named = files.interpreter().toString();
    }
    if (bundleFile == null) {
      String demonstration = workload.demonstration();
      bundleFile =
          HOME.resolve("programs").resolve(demonstration == null ? "urgency.paw" : demonstration);
    }
    ProgramBundle bundle = ProgramBundle.read(bundleFile);
    Interpreter found =
        Interpreters.resolve(named == null ? bundle.meta().interpreterName() : named, true, null);
    EngineOptions engine =
        EngineOptions.builder()
            .lanes(lanes)
            .threads(threads)
            .maxSequences(maxSequences)
            .batchTokens(batchTokens)
            .cacheBytes(workload.repeats() ? EngineOptions.DEFAULT.cacheBytes() : 0)
            .build();
    ProgramOptions options =
        labels == null ? ProgramOptions.DEFAULT : ProgramOptions.DEFAULT.withLabels(labels);
    return new Subject(
        found,
        bundle,
        engine,
        workload.options(options),
        inFlight,
        callers,
        workload.sdkTokens(sdkTokens),
        new Texts(texts(workload, found, bundle, engine)),
        workload);
  }

  private List<String> texts(
      Workload workload, Interpreter interpreter, ProgramBundle bundle, EngineOptions engine)
      throws IOException {
    if (input != null) {
      return Inputs.lines(input);
    }
    try (TokenCounter tokens = new TokenCounter(interpreter, bundle)) {
      return workload.texts(
          Inputs.messages(), Inputs.logLines(), tokens, tokens.room(engine.contextTokens()));
    }
  }
}
