package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.Cli.Shown;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code paw label}, called in this process. */
class LabelCommandTest {
  @TempDir Path directory;
  private Path output;

  @BeforeEach
  void name() {
    output = directory.resolve("results/out.jsonl");
  }

  private Shown label(Object... words) {
    List<Object> all = new ArrayList<>(List.of("label"));
    all.addAll(Arrays.asList(words));
    all.addAll(List.of("-o", output));
    return Cli.run(all.toArray());
  }

  private List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(output)) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  @ParameterizedTest
  @CsvSource({"messages.jsonl, text, 260", "tickets.csv, message, 30", "app.log, line, 40"})
  void everyRowComesOutInOrderWithTheAnswersOfAllPrograms(String file, String field, int count)
      throws IOException {
    Shown shown =
        label(
            Cli.example(file),
            "--field",
            field,
            "--program",
            Cli.program("urgency"),
            "--program",
            Cli.program("log"));

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out())
        .startsWith(count + " rows in ")
        .contains("urgency", "ALERT", "Written to " + output)
        .doesNotContain("\u001b");
    assertThat(shown.out().lines())
        .allMatch(line -> line.length() <= Math.max(Cli.WIDTH, output.toString().length() + 11));
    assertThat(rows()).hasSize(count);
    for (JsonNode row : rows()) {
      assertThat(row.path("paw").path("urgency").path("label").asText()).isIn("immediate", "wait");
      assertThat(row.path("paw").path("log").path("program").asText()).startsWith("sha256:");
      assertThat(row.path(field).isTextual()).isTrue();
    }
    try (Stream<Path> files = Files.list(output.getParent())) {
      assertThat(files).containsExactly(output);
    }
  }

  @Test
  void rowsThatCannotBeAskedAboutAreRowsAllTheSame() throws IOException {
    Path input =
        Files.writeString(
            directory.resolve("in.jsonl"),
            "{\"text\":\"a\"}\n{\"text\":null}\nno json\n\n{\"id\":1.10,\"text\":\"b\"}");

    Shown tag = label(input, "--program", Cli.program("urgency"), "--json");

    assertThat(tag.status()).isZero();
    assertThat(rows())
        .extracting(row -> row.at("/paw/urgency/failure/reason").asText())
        .containsExactly("", "null_input", "invalid_record", "");
    assertThat(Files.readAllLines(output).get(3)).startsWith("{\"id\":1.10,");
    assertThat(tag.json().at("/programs/0/answers/! null_input").asInt()).isEqualTo(1);
    assertThat(tag.json().path("rows").asInt()).isEqualTo(4);

    assertThat(label(input, "--program", Cli.program("urgency"), "--on-failure", "null").status())
        .isZero();
    assertThat(rows().get(1).at("/paw/urgency").isNull()).isTrue();

    Shown fail = label(input, "--program", Cli.program("urgency"), "--on-failure", "fail");
    assertThat(fail.status()).isEqualTo(1);
    assertThat(fail.err()).contains("row=2", "reason=null_input");
    assertThat(rows()).as("the older output is as it was").hasSize(4);
  }

  @Test
  void readsPackedFilesAndTakesAnotherLabelSet() throws IOException {
    Path packed = directory.resolve("in.txt.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write("one\ntwo\n".getBytes(UTF_8));
    }

    Shown shown =
        label(
            packed, "--program", Cli.program("urgency"), "--labels", "urgency=high,low", "--quiet");

    assertThat(shown).isEqualTo(new Shown(0, "", ""));
    assertThat(rows()).extracting(row -> row.path("text").asText()).containsExactly("one", "two");
    assertThat(rows()).allMatch(row -> row.at("/paw/urgency/label").asText().matches("high|low"));
  }

  @Test
  void showsABarWithRateAndTimeOnATerminal() {
    Shown shown =
        Cli.with(
            new byte[0],
            true,
            "label",
            Cli.example("messages.jsonl"),
            "--program",
            Cli.program("order"),
            "-o",
            output);

    assertThat(shown.err())
        .containsPattern("\r  █*░* +\\d+ %  \\d+ rows, [\\d.,]+ rows/s")
        .endsWith("\r");
  }

  @Test
  void whatAnotherCommandLeftIsNotGoneOnWith() throws IOException {
    Files.createDirectories(output.getParent());
    Path journal = output.resolveSibling(".out.jsonl.journal");
    Path part = output.resolveSibling(".out.jsonl.part");
    Files.writeString(part, "{}\n");
    Files.writeString(
        journal,
        "{\"command\":{\"input\":\"other\"},\"rows\":1,\"bytes\":3,\"complete\":false,\"counts\":{}}");

    Shown refused = label(Cli.example("app.log"), "--program", Cli.program("log"));

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("before=other", "--restart");
    assertThat(output).doesNotExist();
    assertThat(part).hasContent("{}\n");

    Files.writeString(journal, "{");
    assertThat(label(Cli.example("app.log"), "--program", Cli.program("log")).status())
        .isEqualTo(2);

    assertThat(label(Cli.example("app.log"), "--program", Cli.program("log"), "--restart").status())
        .isZero();
    assertThat(rows()).hasSize(40);
    assertThat(journal).doesNotExist();
    assertThat(part).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.jsonl --program ../programs/urgency.paw",
        "../examples/messages.jsonl --program none.paw",
        "../examples/messages.jsonl",
        "../examples/messages.jsonl --program ../programs/urgency.paw --program"
            + " ../programs/./urgency.paw",
        "../examples/messages.jsonl --program ../programs/urgency.paw --labels other=a,b",
        "../examples/messages.jsonl --program ../programs/urgency.paw --on-failure drop",
        "../examples/tickets.csv --program ../programs/urgency.paw --field none",
        "../examples/README.md --program ../programs/urgency.paw",
      })
  void whatCannotBeUsedIsStatusTwo(String words) {
    Shown shown = label((Object[]) words.split(" "));

    assertThat(shown.status()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err()).startsWith("paw: ").hasLineCount(1);
    assertThat(output).doesNotExist();
  }

  @Test
  void theOutputIsNoOtherThanAFileOfItsOwn() throws IOException {
    output = Files.copy(Cli.example("app.log"), directory.resolve("same.log"));
    assertThat(label(output, "--program", Cli.program("log")).status()).isEqualTo(2);
    assertThat(output).hasSameBinaryContentAs(Cli.example("app.log"));

    output = directory;
    assertThat(label(Cli.example("app.log"), "--program", Cli.program("log")).status())
        .isEqualTo(2);
  }
}
