package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pawstream.cli.Cli.Shown;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code paw run}, called in this process. */
class RunCommandTest {
  private static List<JsonNode> objects(Shown shown) throws IOException {
    List<JsonNode> objects = new ArrayList<>();
    for (String line : shown.out().lines().toList()) {
      objects.add(new ObjectMapper().readTree(line));
    }
    return objects;
  }

  private static List<String> names(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void givesAnObjectPerArgument() throws IOException {
    Shown shown =
        Cli.run("run", Cli.program("urgency"), "the server room is on fire", "", "--json");

    assertThat(shown.err()).isEmpty();
    assertThat(shown.status()).isZero();
    List<JsonNode> objects = objects(shown);
    assertThat(objects).hasSize(2);
    assertThat(objects.get(1).path("input").asText()).isEmpty();
    JsonNode first = objects.get(0);
    assertThat(names(first))
        .containsExactly(
            "input",
            "label",
            "confidence",
            "margin",
            "label_logprobs",
            "finish",
            "truncated",
            "program");
    ProgramBundle bundle = ProgramBundle.read(Cli.program("urgency"));
    assertThat(first.path("label").asText()).isIn(bundle.meta().labels().labels());
    assertThat(names(first.path("label_logprobs"))).isEqualTo(bundle.meta().labels().labels());
    assertThat(first.path("label_logprobs").path(first.path("label").asText()).asDouble())
        .isNegative();
    assertThat(first.path("confidence").asDouble()).isBetween(0.5, 1.0);
    assertThat(first.path("finish").asText()).isEqualTo("label");
    assertThat(first.path("truncated").isBoolean()).isTrue();
    assertThat(first.path("program").asText()).isEqualTo(bundle.digest());
  }

  @Test
  void givesTokenIds() throws IOException {
    JsonNode text =
        objects(Cli.run("run", Cli.program("order"), "where is order A-1234?", "--tokens")).get(0);
    JsonNode label =
        objects(Cli.run("run", Cli.program("urgency"), "help me now", "--tokens")).get(0);

    assertThat(names(text)).contains("text", "prefix_ids", "ids", "answer_ids");
    assertThat(names(text)).doesNotContain("label", "label_logprobs");
    for (JsonNode object : List.of(text, label)) {
      assertThat(object.path("prefix_ids")).isNotEmpty().allMatch(JsonNode::isInt);
      assertThat(object.path("ids")).isNotEmpty();
      assertThat(object.path("answer_ids").isArray()).isTrue();
    }
    assertThat(label.path("answer_ids")).isNotEmpty();
  }

  @Test
  void readsLinesAndKeepsTheirOrder() throws IOException {
    String lines =
        String.join(
            "\n", Stream.iterate(0, i -> i + 1).limit(700).map(i -> "line " + i % 40).toList());

    Shown shown = Cli.with(lines.getBytes(UTF_8), false, "run", Cli.program("intent"), "--json");

    assertThat(shown.status()).isZero();
    assertThat(objects(shown))
        .extracting(object -> object.path("input").asText())
        .isEqualTo(lines.lines().toList());
  }

  @Test
  void aLineThatIsNoTextIsAFailureAmongAnswers() throws IOException {
    byte[] lines = "good\nb\u00e4d\ngood again".getBytes(ISO_8859_1);

    Shown json = Cli.with(lines, false, "run", Cli.program("urgency"), "--json");
    Shown plain = Cli.with(lines, false, "run", Cli.program("urgency"));

    assertThat(json.status()).isEqualTo(3);
    assertThat(objects(json).get(1).path("failure").path("reason").asText())
        .isEqualTo("invalid_text");
    assertThat(objects(json).get(2).has("label")).isTrue();
    assertThat(plain.status()).isEqualTo(3);
    assertThat(plain.out().lines().toList().get(1)).isEqualTo("! invalid_text");
    assertThat(plain.err()).contains("a row must be UTF-8").doesNotContain("d again");
  }

  @Test
  void showsColoursOnATerminalAlone() {
    Object[] words = {"run", Cli.program("urgency"), "no hurry at all"};

    assertThat(Cli.run(words).out()).matches("(immediate|wait)  [01]\\.\\d{4}\n");
    assertThat(Cli.with(new byte[0], true, words).out()).contains("\u001b[");
  }

  @Test
  void takesAnotherLabelSetOrNone() throws IOException {
    JsonNode other =
        objects(Cli.run("run", Cli.program("urgency"), "x", "--json", "--labels", "yes, no"))
            .get(0);
    JsonNode none =
        objects(Cli.run("run", Cli.program("urgency"), "x", "--json", "--labels", "")).get(0);

    assertThat(other.path("label").asText()).isIn("yes", "no");
    assertThat(none.has("text")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.paw x",
        "urgency x",
        "../programs/urgency.paw x --overflow nose",
        "../programs/urgency.paw x --labels one",
        "../programs/urgency.paw x --max-tokens 0",
        "../programs/urgency.paw x --interpreter none",
        "../programs/urgency.paw@sha256:0 x",
        "",
      })
  void whatCannotBeUsedIsStatusTwo(String words) {
    Shown shown = Cli.run((Object[]) ("run " + words).strip().split(" "));

    assertThat(shown.status()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err()).startsWith("paw: ").hasLineCount(1);
  }
}
