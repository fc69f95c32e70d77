package io.pawstream.compiler.tiny;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.compiler.CompileReport;
import io.pawstream.compiler.CompileRequest;
import io.pawstream.compiler.Compiler;
import io.pawstream.compiler.example.Example;
import io.pawstream.compiler.example.ExampleFile;
import io.pawstream.compiler.internal.bundle.Sha256;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compiles the demonstration programs and measures them. */
@Command(
    name = "make-programs",
    description = {
      "Compiles the demonstration programs from their example files, and measures each on new",
      "generated sentences and on hand-written ones, with the adapter and without."
    })
public final class MakePrograms implements Callable<Integer> {
  /** Generated sentences that a program is measured on. */
  private static final int GENERATED = 500;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "where the programs, ACCURACY.md and SHA256SUMS go")
  private Path output = Path.of("");

  @Option(
      names = "--examples",
      required = true,
      paramLabel = "FOLDER",
      description = "holds NAME.jsonl for every program, as make-examples writes them")
  private Path examples = Path.of("");

  @Option(
      names = "--tests",
      required = true,
      paramLabel = "FOLDER",
      description = "holds NAME.jsonl for every program: sentences that nothing is learned from")
  private Path tests = Path.of("");

  @Option(
      names = "--interpreter",
      paramLabel = "FILE",
      description = "the interpreter; the shipped paw-tiny where left out")
  private @Nullable Path interpreter;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "threads; ${DEFAULT-VALUE} where left out")
  private int threads;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "equal seeds and threads give equal files on one kind of processor; ${DEFAULT-VALUE}"
              + " where left out")
  private long seed;

  @Option(
      names = "--created",
      paramLabel = "TIME",
      defaultValue = "2026-11-23T00:00:00Z",
      description = "stands in the programs as the time of their making; ${DEFAULT-VALUE}")
  private Instant created = Instant.EPOCH;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Interpreter base =
        interpreter == null
            ? Interpreters.known("paw-tiny", null)
            : Interpreters.resolve(interpreter.toString(), true, null);
    Files.createDirectories(output);
    Grammar grammar = Grammar.load();
    List<Accuracy.Row> rows = new ArrayList<>();
    for (String name : MakeExamples.PROGRAMS) {
      List<Example> learned = ExampleFile.read(examples.resolve(name + ".jsonl"));
      CompileReport report = compile(grammar, name, learned, base);
      Accuracy accuracy = new Accuracy(base, grammar.spec(name), grammar.labels(name));
      Accuracy.Row row =
          new Accuracy.Row(
              name,
              learned.size(),
              accuracy.of(report.program(), MakeExamples.unseen(grammar, name, GENERATED, learned)),
              accuracy.of(report.program(), ExampleFile.read(tests.resolve(name + ".jsonl"))));
      rows.add(row);
      System.err.printf(
          Locale.ROOT, "%s, %s, %.0f CPU s%n", row, report.digest(), report.work().cpuSeconds());
    }
    Files.writeString(output.resolve("ACCURACY.md"), Accuracy.table(base, rows), UTF_8);
    Files.writeString(output.resolve("SHA256SUMS"), digests(), UTF_8);
    return 0;
  }

  /** As sha256sum writes them. */
  private String digests() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : MakeExamples.PROGRAMS.stream().sorted().toList()) {
      Path file = output.resolve(name + ".paw");
      lines
          .append(Sha256.of(Files.readAllBytes(file)))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    return lines.toString();
  }

  private CompileReport compile(
      Grammar grammar, String name, List<Example> learned, Interpreter base) {
    Path program = output.resolve(name + ".paw");
    CompileReport report =
        Compiler.compile(
            CompileRequest.builder(grammar.spec(name), learned, base, program)
                .labels(grammar.labels(name))
                .seed(seed)
                .threads(threads)
                .createdAt(created)
                .build());
    report.warnings().forEach(warning -> System.err.println(name + ": " + warning));
    return report;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new MakePrograms()).execute(args));
  }
}
