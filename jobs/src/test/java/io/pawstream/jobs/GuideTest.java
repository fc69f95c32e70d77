package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.json;
import static io.pawstream.jobs.CommandLine.labelFiles;
import static io.pawstream.jobs.CommandLine.program;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.CommandLine.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide says what the command does. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "label-files.md");

  @TempDir Path directory;

  static List<String> commands() throws IOException {
    return blocks("sh");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandWorks(String command) {
    List<String> args = new ArrayList<>(List.of(command.strip().split(" ")));
    assertThat(args.remove(0)).isEqualTo("bin/label-files");
    args.replaceAll(
        arg ->
            arg.startsWith("target/")
                ? directory.resolve(arg).toString()
                : arg.matches("(examples|programs)/.*") ? "../" + arg : arg);

    Shown shown = labelFiles(args.toArray());

    assertThat(shown.status()).as(shown.err()).isZero();
  }

  @Test
  void badRowsComeOutAsShown() throws IOException {
    List<String> shown = blocks("jsonl");
    Path input = Files.writeString(directory.resolve("in.jsonl"), shown.get(0));
    Path output = directory.resolve("out.jsonl");

    Shown run =
        labelFiles(
            "--input",
            input,
            "--format",
            "jsonl",
            "--field",
            "text",
            "--program",
            program("urgency"),
            "--output",
            output);

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(output).hasContent(shown.get(1));
  }

  @Test
  void aRowComesOutAsShown() throws IOException {
    List<String> shown = blocks("json");
    Path input = Files.writeString(directory.resolve("in.jsonl"), shown.get(0));
    Path output = directory.resolve("out.jsonl");

    Shown run =
        labelFiles(
            "--input",
            input,
            "--format",
            "jsonl",
            "--field",
            "text",
            "--program",
            program("urgency"),
            "--output",
            output);

    assertThat(run.status()).as(run.err()).isZero();
    // the last digits depend on the kernels of the machine
    Pattern digits = Pattern.compile("\"(confidence|margin)\":[0-9.]+");
    assertThat(digits.matcher(Files.readString(output)).replaceAll("$1"))
        .isEqualTo(digits.matcher(shown.get(1)).replaceAll("$1"));
    assertThat(json(shown.get(1)).at("/paw/urgency/label").textValue()).isEqualTo("immediate");
  }

  @Test
  void theGuideKnowsEveryOption() throws IOException {
    Pattern option = Pattern.compile("--[a-z][a-z-]+");
    TreeSet<String> real = new TreeSet<>();
    option.matcher(labelFiles("--help").out()).results().map(MatchResult::group).forEach(real::add);
    TreeSet<String> told = new TreeSet<>();
    option.matcher(Files.readString(GUIDE)).results().map(MatchResult::group).forEach(told::add);

    assertThat(told).isEqualTo(real);
  }

  /** Code of one language in the guide. */
  private static List<String> blocks(String language) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(GUIDE))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
