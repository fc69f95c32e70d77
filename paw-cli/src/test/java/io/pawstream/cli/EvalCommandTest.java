package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.cli.Cli.Shown;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code paw eval}, called in this process; whatever the programs answer. */
class EvalCommandTest {
  @TempDir Path directory;
  private Path program;
  private Path rows;
  private int count;

  @BeforeEach
  void copy() throws IOException {
    rows = Cli.example("hand-written/urgency.jsonl");
    count = Files.readAllLines(rows).size();
    program = Files.copy(Cli.program("urgency"), directory.resolve("urgency.paw"));
  }

  private Shown eval(Object... words) {
    List<Object> all = new ArrayList<>(List.of("eval"));
    all.addAll(Arrays.asList(words));
    all.addAll(List.of("--program", program));
    return Cli.run(all.toArray());
  }

  private Shown measured(Object... words) {
    List<Object> all = new ArrayList<>(List.of(rows, "--field", "input", "--expected", "output"));
    all.addAll(Arrays.asList(words));
    return eval(all.toArray());
  }

  @Test
  void theNumbersFitEachOther() throws IOException {
    JsonNode json = measured("--json").json();

    assertThat(json.path("rows").asInt()).isEqualTo(count);
    long right = json.path("accuracy").path("right").asLong();
    assertThat(json.path("accuracy").path("value").asDouble())
        .isCloseTo((double) right / count, within(1e-9));
    long onTheDiagonal = 0;
    long all = 0;
    JsonNode counts = json.path("confusion").path("counts");
    for (int i = 0; i < counts.size(); i++) {
      onTheDiagonal += counts.get(i).get(i).asLong();
      for (JsonNode cell : counts.get(i)) {
        all += cell.asLong();
      }
    }
    assertThat(onTheDiagonal).isEqualTo(right);
    assertThat(all).isEqualTo(count);
    long answers = 0;
    for (JsonNode bin : json.path("calibration").path("bins")) {
      answers += bin.path("count").asLong();
    }
    assertThat(answers).isEqualTo(count);
    JsonNode coverage = json.path("coverage");
    JsonNode last = coverage.get(coverage.size() - 1);
    assertThat(last.path("coverage").asDouble()).isEqualTo(1);
    assertThat(last.path("accuracy").asDouble()).isCloseTo((double) right / count, within(1e-9));
    assertThat(json.path("least_certain")).hasSize(10);
    assertThat(json.path("slowest").get(0).path("engine_ms").asDouble()).isPositive();
    assertThat(json.path("rows_per_second").asDouble()).isPositive();
  }

  @Test
  void isReadableAtEightyColumnsWithoutColours() {
    Shown shown = measured("--accuracy-goal", "0.6");

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("accuracy", "By label", "Confusion", "Calibration", "Coverage", "Least certain")
        .contains("min-confidence")
        .doesNotContain("\u001b");
    assertThat(shown.out().lines()).allMatch(line -> line.length() <= Cli.WIDTH);
  }

  @Test
  void aCalibrationIsKeptAndUsedFromThenOn() throws IOException {
    JsonNode before = measured("--json", "--calibrate").json();
    JsonNode learnt = before.path("calibration").path("learnt");
    ProgramBundle bundle = ProgramBundle.read(program);

    assertThat(before.path("calibration").path("temperature").asDouble()).isEqualTo(1);
    assertThat(CalibrationFile.find(bundle, bundle.meta().labels().labels()).orElseThrow())
        .matches(c -> c.temperature() == learnt.path("temperature").asDouble())
        .matches(c -> c.rows() == count);

    JsonNode after = measured("--json").json();
    assertThat(after.path("accuracy")).isEqualTo(before.path("accuracy"));
    assertThat(after.path("calibration").path("temperature")).isEqualTo(learnt.path("temperature"));
    assertThat(after.path("calibration").path("learnt").path("temperature").asDouble())
        .isCloseTo(learnt.path("temperature").asDouble(), within(0.05));
    assertThat(after.path("calibration").path("error").asDouble())
        .isCloseTo(learnt.path("error_after").asDouble(), within(0.1));

    JsonNode answer = Cli.run("run", program, "The meeting is moved to Tuesday", "--json").json();
    JsonNode logProbs = answer.path("label_logprobs");
    double odds =
        Math.abs(logProbs.path("immediate").asDouble() - logProbs.path("wait").asDouble());
    assertThat(answer.path("confidence").asDouble())
        .isCloseTo(1 / (1 + Math.exp(-odds / learnt.path("temperature").asDouble())), within(2e-3));
  }

  @Test
  void theChosenThresholdReachesTheGoal() throws IOException {
    JsonNode json = measured("--json", "--accuracy-goal", "0.55").json();
    JsonNode impossible = measured("--json", "--accuracy-goal", "1").json();

    if (!json.path("threshold").isNull()) {
      assertThat(json.path("threshold").path("accuracy").asDouble()).isGreaterThanOrEqualTo(0.55);
    }
    JsonNode first = impossible.path("coverage").get(0);
    assertThat(impossible.path("threshold").isNull())
        .isEqualTo(first.path("accuracy").asDouble() < 1);
  }

  @Test
  void aThresholdIsKeptAndUsedUntilTheCalibrationChanges() throws IOException {
    measured("--json", "--calibrate");
    Shown kept = measured("--accuracy-goal", "0.8", "--keep-threshold");
    JsonNode chosen = measured("--json", "--accuracy-goal", "0.8").json().path("threshold");
    ProgramBundle bundle = ProgramBundle.read(program);

    assertThat(kept.status()).as(kept.err()).isZero();
    assertThat(kept.out()).contains("kept in ", "for bindings that name none");
    assertThat(kept.out().replace(directory.toString(), "").lines())
        .allMatch(line -> line.length() <= Cli.WIDTH);
    assertThat(CalibrationFile.thresholds(bundle)).hasSize(1);
    double least = chosen.path("min_confidence").asDouble();
    assertThat(CalibrationFile.thresholds(bundle).get(0).minConfidence()).isEqualTo(least);

    JsonNode inspected = Cli.run("inspect", program, "--json").json().path("thresholds").get(0);
    assertThat(inspected.path("min_confidence").asDouble()).isEqualTo(least);
    assertThat(inspected.path("used").asBoolean()).isTrue();
    assertThat(Cli.run("inspect", program).out()).contains("min-confidence 0.");
    long low = Math.round((1 - chosen.path("coverage").asDouble()) * count);
    JsonNode labelled = label("--json").json().path("programs").get(0);
    assertThat(labelled.path("low_confidence").asLong()).isEqualTo(low);
    assertThat(labelled.path("min_confidence").asDouble()).isEqualTo(least);
    assertThat(label("--min-confidence", "0").out()).contains("0 answers below the least");

    CalibrationFile.store(bundle, new Calibration(bundle.labels(), 3, count, 0.1, 0.1));
    assertThat(Cli.run("inspect", program).out()).contains("not used: chosen before");
    assertThat(label("--json").json().path("programs").get(0).has("low_confidence")).isFalse();
    measured("--accuracy-goal", "0.8", "--keep-threshold");
    assertThat(measured("--calibrate").out()).contains("the threshold kept before counts no");
  }

  private Shown label(Object... words) {
    List<Object> all = new ArrayList<>(List.of("label", rows, "--field", "input"));
    all.addAll(Arrays.asList(words));
    all.addAll(List.of("--program", program, "-o", directory.resolve("labelled.jsonl")));
    return Cli.run(all.toArray());
  }

  @Test
  void aThresholdNeedsAGoalThatIsReached() {
    assertThat(measured("--keep-threshold").status()).isEqualTo(2);
    assertThat(measured("--keep-threshold", "--accuracy-goal", "0.5", "--calibrate").status())
        .isEqualTo(2);
    // no right answer is of this set
    Shown none = measured("--keep-threshold", "--accuracy-goal", "0.5", "--labels", "yes,no");
    assertThat(none.status()).isEqualTo(3);
    assertThat(none.out()).contains("no threshold reaches 50.0 %");
    assertThat(CalibrationFile.of(ProgramBundle.read(program))).doesNotExist();
  }

  @Test
  void aProgramComparedWithItselfIsNoDifferent() throws IOException {
    Shown same = measured("--json", "--deterministic", "--compare", Cli.program("urgency"));

    assertThat(same.status()).isZero();
    JsonNode against = same.json().path("compare").path("against");
    assertThat(against.path("agreed").asInt()).isEqualTo(count);
    assertThat(against.path("wins").asInt() + against.path("losses").asInt()).isZero();
    assertThat(against.path("p_value").asDouble()).isEqualTo(1);
    assertThat(against.path("verdict").asText()).isEqualTo("no_difference");
  }

  @Test
  void aProgramThatIsWorseByMoreThanChanceEndsWithThree() {
    // it has other labels, so it is never right
    Shown worse = measured("--compare", Cli.program("sentiment"));

    assertThat(worse.status()).isEqualTo(3);
    assertThat(worse.out()).contains("Compared with sentiment", "worse by more than chance");
    assertThat(worse.out().lines()).allMatch(line -> line.length() <= Cli.WIDTH);
  }

  @Test
  void atLeastIsAGate() {
    assertThat(measured("--at-least", "0").status()).isZero();
    // no right answer is of this set
    assertThat(measured("--at-least", "0.01", "--labels", "yes,no").status()).isEqualTo(3);
  }

  @Test
  void measuresFreeTextAndPackedFiles() throws IOException {
    Path packed = directory.resolve("rows.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(
          "{\"text\":\"order A-1 is late\",\"right\":\"A-1\"}\n{\"text\":\"x\"}\n".getBytes(UTF_8));
    }
    program = Cli.program("order");

    Shown shown = eval(packed, "--expected", "right");

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out()).contains("of 1 rows", "1 rows without a right answer");
    assertThat(shown.out()).doesNotContain("Confusion");
  }

  @Test
  void rightAnswersOutsideTheLabelSetAreSaid() {
    Shown shown = measured("--labels", "yes,no");

    assertThat(shown.status()).isZero();
    assertThat(shown.out()).contains(count + " rows whose right answer is not in the label set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none.jsonl --expected urgency",
        "../examples/messages.jsonl --expected none",
        "../examples/messages.jsonl --expected urgency --field none",
        "../examples/messages.jsonl --expected urgency --at-least 2",
        "../examples/messages.jsonl --expected urgency --format xml",
        "../examples/messages.jsonl --expected urgency --compare none.paw",
        "../examples/tickets.csv --expected none --field message",
        "../examples/README.md --expected x",
        "../examples/messages.jsonl",
      })
  void whatCannotBeUsedIsStatusTwo(String words) {
    Shown shown = eval((Object[]) words.split(" "));

    assertThat(shown.status()).as(shown.err()).isEqualTo(2);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err().lines().toList()).last().asString().startsWith("paw: ");
  }
}
