package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.internal.terminal.Terminal;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code paw compile}, called in this process. */
class CompileCommandTest {
  @TempDir Path directory;
  private Path examples;
  private Path output;

  private record Shown(int status, String out, String err) {}

  @BeforeEach
  void files() throws IOException {
    StringBuilder csv = new StringBuilder("input,output\n");
    for (int i = 0; i < 24; i++) {
      csv.append(
          i % 2 == 0 ? "please send me number " + i + ",ask\n" : "hello number " + i + ",say\n");
    }
    examples = Files.writeString(directory.resolve("examples.csv"), csv);
    output = directory.resolve("out/kind.paw");
  }

  @Test
  void writesAProgramAndSaysHowGoodItIs() throws IOException {
    Path spec = Files.writeString(directory.resolve("spec.txt"), "Does it ask?\n");

    Shown shown = compile("--spec", "@" + spec, "--labels", "say, ask", "--epochs", "1");

    assertThat(shown.err()).isEmpty();
    assertThat(shown.status()).isZero();
    assertThat(shown.out())
        .contains("program    " + output)
        .contains("% of the held-out examples (interpreter without adapter: ")
        .contains("answers    right   say     ask")
        .contains("warning    A program is seldom good");
    ProgramBundle bundle = ProgramBundle.read(output);
    assertThat(bundle.meta().labels().labels()).containsExactly("say", "ask");
    assertThat(bundle.meta().spec()).isEqualTo("Does it ask?");
  }

  @Test
  void givesTheReportAsJson() throws IOException {
    Shown shown =
        compile("--spec", "Ask?", "--free-text", "--epochs", "1", "--json", "--seed", "9");

    assertThat(shown.status()).isZero();
    JsonNode report = new ObjectMapper().readTree(shown.out());
    assertThat(report.path("labels").isEmpty()).isTrue();
    assertThat(report.path("settings").path("seed").asLong()).isEqualTo(9);
    assertThat(report.path("digest").asText()).isEqualTo(ProgramBundle.read(output).digest());
  }

  @Test
  void showsProgressOnATerminal() {
    Shown shown = run(true, arguments("--spec", "Ask?", "--epochs", "2"));

    assertThat(shown.err())
        .contains("\r  epoch 1 of at most 2, step 1 of 4, loss ")
        .contains("held-out accuracy ")
        .endsWith("\r");
  }

  @Test
  void quietMeansQuiet() {
    Shown shown = run(true, arguments("--spec", "Ask?", "--epochs", "1", "--quiet"));

    assertThat(shown).isEqualTo(new Shown(0, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--labels a,b --free-text",
        "--rank x",
        "--spec",
        "--lables a,b",
        "--labels ask",
        "--labels ask,other",
        "--learn-from 24",
        "--examples none.csv",
        "--interpreter none",
        "--interpreter none.gguf",
        "--spec @none",
      })
  void whatCannotBeUsedIsStatusTwo(String words) throws IOException {
    Shown shown = compile(words.split(" "));

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err()).startsWith("paw: ").hasLineCount(1);
    assertThat(output.getParent()).doesNotExist();
  }

  @Test
  void whatFailsIsStatusOne() throws IOException {
    Files.writeString(directory.resolve("out"), "a file");

    Shown shown = compile("--spec", "Ask?");

    assertThat(shown.status()).isEqualTo(1);
    assertThat(shown.err()).startsWith("paw: The output must be writable: output=" + output);
    assertThat(compile("--spec", "Ask?", "--verbose").err()).contains("\tat ");
  }

  @Test
  void helps() {
    assertThat(run(false, List.of("--help")).out()).contains("compile", "Exit status:");
    assertThat(run(false, List.of("compile", "--help")).out()).contains("--examples=FILE");
    assertThat(run(false, List.of("--version")).out()).matches("paw \\d\\S*\n");
    assertThat(run(false, List.of())).matches(shown -> shown.status() == 2);
    assertThat(run(false, List.of("compil")).err()).contains("did you mean compile?");
  }

  private Shown compile(String... words) {
    return run(false, arguments(words));
  }

  /** All that is needed; options in {@code words} come later and so replace those before. */
  private List<String> arguments(String... words) {
    List<String> all = new ArrayList<>(List.of("compile", "--local", "--threads", "1"));
    List<String> given = List.of(words);
    for (List<String> option :
        List.of(
            List.of("--spec", "Does it ask?"),
            List.of("--examples", examples.toString()),
            List.of("--interpreter", "paw-tiny"),
            List.of("-o", output.toString()))) {
      if (!given.contains(option.get(0))) {
        all.addAll(option);
      }
    }
    all.addAll(given);
    return all;
  }

  private static Shown run(boolean terminal, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        PawCommand.run(
            new Terminal(
                InputStream.nullInputStream(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                false,
                terminal,
                100),
            words.toArray(String[]::new));
    return new Shown(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  @Test
  void leavesNothingButTheFilesItNames() throws IOException {
    compile("--epochs", "1");

    try (Stream<Path> files = Files.list(output.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("kind.paw", "kind.report.json", "kind.report.html");
    }
  }
}
