package io.pawstream.jobs;

import static io.pawstream.jobs.CommandLine.labelFiles;
import static io.pawstream.jobs.CommandLine.program;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.CommandLine.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be run is said in one line, with status 2, before anything is started. */
class LabelFilesUsageTest {
  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(directory.resolve("in.jsonl"), "{\"text\":\"a\"}\n");
    Files.writeString(directory.resolve("in.csv"), "id,message\n1,a\n");
    Files.writeString(directory.resolve("in.xz"), "packed");
    Files.writeString(directory.resolve("in.gz"), "not packed");
    Files.createDirectory(directory.resolve("folder"));
    Files.createDirectory(directory.resolve("other"));
    Files.copy(program("urgency"), directory.resolve("other/urgency.paw"));
    Files.writeString(directory.resolve("broken.paw"), "no program");
    Files.writeString(directory.resolve("broken.gguf"), "no interpreter");
  }

  /** Options that differ from a good command line, null for one left out; part of the message. */
  static List<Arguments> mistakes() {
    return List.of(
        mistake("Missing required option: '--input=FILE'", "--input", null),
        mistake("Missing required option: '--program=REF'", "--program", null),
        mistake("Missing required option: '--output=FILE'", "--output", null),
        mistake("did you mean --output?", "--outptu", "x"),
        mistake("--format", "--format", "xml"),
        mistake("--on-failure", "--on-failure", "ignore"),
        mistake("--parallelism=0", "--parallelism", "0"),
        mistake("--low-confidence=1.5", "--low-confidence", "1.5"),
        mistake("--field must name the field", "--field", null),
        mistake("--field must not be paw", "--field", "paw"),
        mistake("the input file must exist: --input=@/none.jsonl", "--input", "@/none.jsonl"),
        mistake("--input=@/in.xz", "--input", "@/in.xz"),
        mistake("--input=@/in.gz", "--input", "@/in.gz"),
        mistake("an input must have a file", "--input", "@/folder"),
        mistake("the output must be a file", "--output", "@/folder"),
        mistake("the output must be another file than the input", "--output", "@/in.jsonl"),
        mistake("the directory of the output must be writable", "--output", "@/in.csv/out"),
        mistake("A program must exist: path=@/none.paw", "--program", "@/none.paw"),
        mistake("Program @/broken.paw", "--program", "@/broken.paw"),
        mistake(
            "must have the digest it is pinned to",
            "--program",
            program("urgency") + "@sha256:" + "0".repeat(64)),
        mistake("a program that stays the same", "--program", "owner/urgency"),
        mistake("must name a program of the run", "--labels", "urgncy=a,b"),
        mistake("did you mean urgency?", "--expected", "urgncy=x"),
        mistake("--labels urgency: A label set must have 2", "--labels", "urgency=a"),
        mistake("Labels must be different", "--labels", "urgency=a,b,a"),
        mistake("interpreter=none", "--interpreter", "none"),
        mistake("broken.gguf", "--interpreter", "@/broken.gguf"),
        Arguments.of(
            "did you mean message? The header has id, message",
            Map.of("--format", "csv", "--input", "@/in.csv", "--field", "mesage")),
        Arguments.of(
            "the CSV header must hold the field: field=right",
            Map.of(
                "--format",
                "csv",
                "--input",
                "@/in.csv",
                "--field",
                "message",
                "--expected",
                "urgency=right")),
        Arguments.of(
            "--expected needs rows with fields",
            Map.of("--format", "text", "--expected", "urgency=x")));
  }

  private static Arguments mistake(String message, String option, String value) {
    Map<String, String> change = new TreeMap<>();
    change.put(option, value);
    return Arguments.of(message, change);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhatIsWrong(String message, Map<String, String> change) throws IOException {
    Map<String, String> options = new TreeMap<>();
    options.put("--input", "@/in.jsonl");
    options.put("--format", "jsonl");
    options.put("--field", "text");
    options.put("--program", program("urgency").toString());
    options.put("--output", "@/out/out.jsonl");
    options.putAll(change);
    List<String> args = new ArrayList<>();
    options.forEach(
        (option, value) -> {
          if (value != null) {
            args.add(option);
            args.add(value.replace("@/", directory + "/"));
          }
        });
    List<Path> before = listed();

    Shown shown = labelFiles(args.toArray());

    assertThat(shown.err()).contains(message.replace("@/", directory + "/"));
    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err().lines()).hasSize(1);
    assertThat(shown.err()).startsWith("label-files: ").doesNotContain("Exception");
    assertThat(shown.out()).isEmpty();
    assertThat(listed()).isEqualTo(before);
  }

  @Test
  void programsOfOneNameAreRefused() throws IOException {
    List<Path> before = listed();

    Shown shown =
        labelFiles(
            "--input",
            directory.resolve("in.jsonl"),
            "--format=jsonl",
            "--field=text",
            "--program",
            program("urgency"),
            "--program",
            directory.resolve("other/urgency.paw"),
            "--output",
            directory.resolve("out.jsonl"));

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err()).contains("must have different names").contains("name=urgency");
    assertThat(listed()).isEqualTo(before);
  }

  @Test
  void stackTracesOnlyWhereTheyAreWanted() {
    Shown shown =
        labelFiles(
            "--input",
            directory.resolve("in.jsonl"),
            "--format=jsonl",
            "--field=text",
            "--program",
            directory.resolve("broken.paw"),
            "--output",
            directory.resolve("out.jsonl"),
            "--verbose");

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.err()).contains("\tat io.pawstream.");
  }

  @Test
  void helpAndVersion() {
    Shown help = labelFiles("--help");
    Shown version = labelFiles("--version");

    assertThat(help.status()).isZero();
    assertThat(help.out())
        .contains("--input", "--format", "--field", "--program", "--output", "--interpreter")
        .contains("--deterministic", "--on-failure", "--streaming", "Exit status:");
    assertThat(help.err()).isEmpty();
    assertThat(version.status()).isZero();
    assertThat(version.out()).matches("label-files [0-9]+\\.[0-9]+\\.[0-9]+\\S*\n");
  }

  private List<Path> listed() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted().toList();
    }
  }
}
