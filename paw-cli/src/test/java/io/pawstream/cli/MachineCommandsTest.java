package io.pawstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.cli.Cli.Shown;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code paw doctor} and {@code paw bench}, called in this process. */
class MachineCommandsTest {
  @Test
  void doctorFindsAllThatTheDemonstrationNeeds() throws IOException {
    Shown shown = Cli.run("doctor");
    Shown json = Cli.run("doctor", Cli.program("order"), "--json");

    assertThat(shown.status()).as(shown.out()).isZero();
    assertThat(shown.out())
        .contains("processor", "library", "interpreter", "memory", "first answer")
        .doesNotContain("\u001b");
    assertThat(json.status()).isZero();
    assertThat(json.json().path("good").asBoolean()).isTrue();
    assertThat(json.json().path("findings"))
        .anyMatch(f -> f.path("detail").asText().startsWith("order answered"));
  }

  @Test
  void doctorEndsWithThreeWhereTheInterpreterIsMissing() throws IOException {
    Shown shown = Cli.run("doctor", Cli.program("order"), "--interpreter", "none.gguf", "--json");

    assertThat(shown.status()).isEqualTo(3);
    assertThat(shown.json().path("good").asBoolean()).isFalse();
    assertThat(shown.json().path("findings"))
        .filteredOn(f -> f.path("state").asText().equals("bad"))
        .hasSize(1)
        .allMatch(f -> f.path("name").asText().equals("interpreter"));
  }

  @Test
  void benchMeasuresBothWays() throws IOException {
    Shown shown = Cli.run("bench", Cli.program("urgency"), "--seconds", "0.2");
    JsonNode json =
        Cli.run(
                "bench",
                Cli.program("urgency"),
                "--seconds",
                "0.2",
                "--input",
                Cli.example("messages.jsonl"),
                "--json")
            .json();

    assertThat(shown.status()).isZero();
    assertThat(shown.out()).contains("one at a time", "many at once", "micro-batches of");
    assertThat(shown.out().lines()).allMatch(line -> line.length() <= Cli.WIDTH);
    assertThat(json.path("one_at_a_time").path("answers_per_second").asDouble()).isPositive();
    assertThat(json.path("one_at_a_time").path("p99_ms").asDouble())
        .isGreaterThanOrEqualTo(json.path("one_at_a_time").path("p50_ms").asDouble());
    assertThat(json.path("many_at_once").path("micro_batch").asDouble()).isGreaterThan(1);
    assertThat(json.path("tokens_per_input").asDouble()).isGreaterThan(1);
    assertThat(json.path("failures").asInt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bench ../programs/urgency.paw --seconds 0",
        "bench ../programs/urgency.paw --input ../examples/tickets.csv --field none",
        "bench ../programs/urgency.paw --input ../examples/messages.jsonl --field none",
        "bench none.paw",
        "doctor none.paw",
      })
  void whatCannotBeUsedIsStatusTwo(String words) {
    Shown shown = Cli.run((Object[]) words.split(" "));

    assertThat(shown.status()).as(shown.err()).isEqualTo(2);
    assertThat(shown.err()).startsWith("paw: ").hasLineCount(1);
  }
}
