package io.pawstream.compiler.tiny;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the example files of the demonstration programs. */
@Command(
    name = "make-examples",
    description = "Writes the example files that the demonstration programs are compiled from.")
public final class MakeExamples implements Callable<Integer> {
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
    Demonstrations demonstrations = Demonstrations.load();
    Files.createDirectories(output);
    ObjectMapper json = new ObjectMapper();
    for (String program : Demonstrations.names()) {
      StringBuilder lines = new StringBuilder();
      for (Map.Entry<String, String> example :
          demonstrations.examples(program, count, seed).entrySet()) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("input", example.getKey());
        row.put("output", example.getValue());
        lines.append(json.writeValueAsString(row)).append('\n');
      }
      Files.writeString(output.resolve(program + ".jsonl"), lines, UTF_8);
    }
    return 0;
  }

  public static void main(String[] args) {
    System.exit(new CommandLine(new MakeExamples()).execute(args));
  }
}
