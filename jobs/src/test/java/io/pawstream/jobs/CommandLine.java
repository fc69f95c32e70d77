package io.pawstream.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.jobs.internal.report.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Calls of {@code label-files} in this process, and what they leave behind. */
final class CommandLine {
  static final Path PROGRAMS = Path.of("..", "programs");
  static final Path EXAMPLES = Path.of("..", "examples");
  private static final ObjectMapper JSON = new ObjectMapper();

  private CommandLine() {}

  /** Exit status and everything shown. */
  record Shown(int status, String out, String err) {}

  static Shown labelFiles(Object... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            false,
            100);
    String[] words = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      words[i] = args[i].toString();
    }
    int status = LabelFiles.run(terminal, words);
    return new Shown(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  /**
   * A call with these files and the options in {@code words}, which are separated by spaces;
   * programs go by their names.
   */
  static Shown label(Path input, Path output, String words) {
    List<Object> args = new ArrayList<>(List.of("--input", input, "--output", output));
    String before = "";
    for (String word : words.split(" ")) {
      args.add(before.equals("--program") ? program(word) : word);
      before = word;
    }
    return labelFiles(args.toArray());
  }

  static Path program(String name) {
    return PROGRAMS.resolve(name + ".paw");
  }

  static List<JsonNode> rows(Path file) throws IOException {
    return Files.readAllLines(file, UTF_8).stream().map(CommandLine::json).toList();
  }

  static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
