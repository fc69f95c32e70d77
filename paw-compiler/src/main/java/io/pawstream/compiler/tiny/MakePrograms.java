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
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "programs to compile, the others are measured as they are; all where left out")
  private List<String> only = List.of();

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
    Demonstrations demonstrations = Demonstrations.load();
    List<Accuracy.Row> rows = new ArrayList<>();
    for (String name : Demonstrations.names()) {
      List<Example> learned = ExampleFile.read(examples.resolve(name + ".jsonl"));
      Path program = output.resolve(name + ".paw");
      if (only.isEmpty() || only.contains(name)) {
        compile(demonstrations, name, learned, base, program);
      }
      Accuracy accuracy =
          new Accuracy(base, demonstrations.spec(name), demonstrations.labels(name));
      Accuracy.Row row =
          new Accuracy.Row(
              name,
              learned.size(),
              accuracy.of(program, demonstrations.unseen(name, GENERATED, learned)),
              accuracy.of(program, ExampleFile.read(tests.resolve(name + ".jsonl"))));
      rows.add(row);
      System.err.println(row);
    }
    Files.writeString(output.resolve("ACCURACY.md"), Accuracy.table(base, rows), UTF_8);
    Files.writeString(output.resolve("SHA256SUMS"), digests(), UTF_8);
    return 0;
  }

  /** As sha256sum writes them. */
  private String digests() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String name : Demonstrations.names().stream().sorted().toList()) {
      Path file = output.resolve(name + ".paw");
      lines
          .append(Sha256.of(Files.readAllBytes(file)))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    return lines.toString();
  }

  private void compile(
      Demonstrations demonstrations,
      String name,
      List<Example> learned,
      Interpreter base,
      Path program) {
    CompileReport report =
        Compiler.compile(
            CompileRequest.builder(demonstrations.spec(name), learned, base, program)
                .labels(demonstrations.labels(name))
                .seed(seed)
                .threads(threads)
                .createdAt(created)
                .build());
    report.warnings().forEach(warning -> System.err.println(name + ": " + warning));
    System.err.printf(
        Locale.ROOT, "%s, %s, %.0f CPU s%n", name, report.digest(), report.work().cpuSeconds());
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new MakePrograms()).execute(args));
  }
}
