package io.pawstream.benchmarks;

import io.pawstream.benchmarks.internal.model.RandomInterpreter;
import io.pawstream.benchmarks.internal.model.RandomProgram;
import io.pawstream.benchmarks.internal.model.Shape;
import io.pawstream.runtime.gguf.GgufType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes an interpreter of a real shape with random weights, and a program for it. */
@Command(
    name = "make-random-interpreter",
    description = {
      "Writes an interpreter of a real shape with random weights, and a program for it:",
      "as slow and as large as the real ones, and good for nothing but measuring."
    })
public final class MakeRandomInterpreter implements Callable<Integer> {
  @Option(
      names = "--shape",
      required = true,
      paramLabel = "NAME",
      description = "paw-tiny, qwen3-0.6b or gpt2")
  private String shape = "";

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "type of the matrices: q6_k or q8_0")
  private String type = "";

  @Option(
      names = "--untied",
      description = "gives it an output layer of its own, instead of the token embedding")
  private boolean untied;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "the interpreter, a .gguf file")
  private Path output = Path.of("");

  @Option(
      names = "--program",
      paramLabel = "FILE",
      description = "the program, a .paw file; none where left out")
  private @Nullable Path program;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "equal seeds give equal files; 1 where left out")
  private long seed;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    Shape made = Shape.named(shape);
    long start = System.nanoTime();
    RandomInterpreter.write(output, made, type(type), untied, seed);
    report(output, start);
    if (program != null) {
      start = System.nanoTime();
      RandomProgram.write(program, made, seed);
      report(program, start);
    }
    return 0;
  }

  private static GgufType type(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "q6_k" -> GgufType.Q6_K;
      case "q8_0" -> GgufType.Q8_0;
      default -> throw new IllegalArgumentException("a type must be q6_k or q8_0: type=" + name);
    };
  }

  private static void report(Path file, long start) throws IOException {
    System.err.printf(
        Locale.ROOT,
        "%s: %,d bytes in %.1f s%n",
        file,
        Files.size(file),
        (System.nanoTime() - start) / 1e9);
  }

  public static void main(String[] args) {
    System.exit(CommandLines.run(new MakeRandomInterpreter(), args));
  }
}
