package io.pawstream.compiler.tiny;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.compiler.example.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the example files of the demonstration programs. */
@Command(
    name = "make-examples",
    description = "Writes the example files that the demonstration programs are compiled from.")
public final class MakeExamples implements Callable<Integer> {
  /** The programs; each is a task of the grammar that the interpreter is not trained on. */
  static final List<String> PROGRAMS =
      List.of("urgency", "sentiment", "log", "routing", "intent", "order", "email");

  private static final int MOST_TRIES = 100_000;

  /** Of sentences to measure with. */
  private static final long UNSEEN_SEED = 4711;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FOLDER",
      description = "where the files go, one for each program")
  private Path output = Path.of("");

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1200",
      description = "examples for each program; ${DEFAULT-VALUE} where left out")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "equal seeds give equal files; ${DEFAULT-VALUE} where left out")
  private long seed;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this")
  private boolean help;

  @Override
  public Integer call() throws IOException {
    Grammar grammar = Grammar.load();
    Files.createDirectories(output);
    ObjectMapper json = new ObjectMapper();
    for (String program : PROGRAMS) {
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, String> example :
          examples(grammar, program, count, seed, Set.of()).entrySet()) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("input", example.getKey());
        row.put("output", example.getValue());
        lines.append(json.writeValueAsString(row)).append('\n');
      }
      Files.writeString(output.resolve(program + ".jsonl"), lines, UTF_8);
    }
    return 0;
  }

  private static Map<String, String> examples(
      Grammar grammar, String program, int count, long seed, Set<String> without) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, String> examples = new LinkedHashMap<>();
    for (int i = 0; i < MOST_TRIES && examples.size() < count; i++) {
      Sample sample = grammar.sample(program, Grammar.Part.TRAINING, random);
      if (!without.contains(sample.input())) {
        examples.putIfAbsent(sample.input(), sample.output());
      }
    }
    return examples;
  }

  /** Generated examples with other inputs than those that were learned from. */
  static List<Example> unseen(Grammar grammar, String program, int count, List<Example> learned) {
    Set<String> seen = learned.stream().map(Example::input).collect(Collectors.toSet());
    List<Example> unseen = new ArrayList<>();
    examples(grammar, program, count, UNSEEN_SEED, seen)
        .forEach((input, answer) -> unseen.add(new Example(input, answer, unseen.size() + 1)));
    return unseen;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new MakeExamples()).execute(args));
  }
}
