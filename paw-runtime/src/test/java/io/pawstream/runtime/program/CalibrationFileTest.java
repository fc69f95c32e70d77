package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calibrations beside a program: stored, found, used, and refused where they are broken. */
class CalibrationFileTest {
  private static final List<String> OTHER = List.of("yes", "no");

  @TempDir Path directory;
  private Path file;
  private ProgramBundle bundle;
  private List<String> labels;

  @BeforeEach
  void program() throws IOException {
    file = Files.copy(Path.of(Programs.path("urgency.paw")), directory.resolve("urgency.paw"));
    bundle = ProgramBundle.read(file);
    labels = bundle.meta().labels().labels();
  }

  @Test
  void keepsOnePerLabelSet() throws IOException {
    Calibration first = new Calibration(labels, 2, 100, 0.2, 0.1);
    Calibration other = new Calibration(OTHER, 0.5, 10, 0.3, 0.05);
    Calibration again = new Calibration(labels, 1.25, 200, 0.2, 0.04);

    assertThat(CalibrationFile.read(bundle)).isEmpty();
    CalibrationFile.store(bundle, first);
    CalibrationFile.store(bundle, other);
    Path stored = CalibrationFile.store(bundle, again);

    assertThat(stored).hasFileName("urgency.calibration.json");
    assertThat(CalibrationFile.read(bundle)).containsExactly(other, again);
    assertThat(CalibrationFile.find(bundle, labels)).contains(again);
    assertThat(CalibrationFile.find(bundle, List.of("no", "yes"))).isEmpty();
    assertThat(CalibrationFile.find(bundle, List.of())).isEmpty();
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.count()).isEqualTo(2);
    }
  }

  @Test
  void keepsThresholdsForTheTemperatureTheyWereChosenAt() throws Exception {
    Calibration calibration = new Calibration(labels, 2, 100, 0.2, 0.1);
    Threshold first = new Threshold(labels, 1, 0.8, 0.95, 0.6, 100);
    Threshold again = new Threshold(labels, 2, 0.7, 0.95, 0.6, 100);
    Threshold text = new Threshold(List.of(), 1, 0.25, 0.9, 0.5, 100);

    CalibrationFile.store(bundle, first);
    assertThat(minConfidence()).isEqualTo(0.8);
    CalibrationFile.store(bundle, calibration);
    assertThat(minConfidence()).isNull();
    CalibrationFile.store(bundle, text);
    CalibrationFile.store(bundle, again);

    assertThat(minConfidence()).isEqualTo(0.7);
    assertThat(CalibrationFile.read(bundle)).containsExactly(calibration);
    assertThat(CalibrationFile.thresholds(bundle)).containsExactly(text, again);
    assertThat(CalibrationFile.threshold(bundle, labels, 2)).contains(again);
    assertThat(CalibrationFile.threshold(bundle, labels, 1)).isEmpty();
    assertThat(CalibrationFile.threshold(bundle, List.of(), 1)).contains(text);
  }

  private Double minConfidence() {
    try (Paw paw = Paw.open();
        PawProgram program = paw.load(file.toString())) {
      return program.minConfidence();
    }
  }

  @Test
  void besideAnotherProgramItCountsForNothing() throws IOException {
    CalibrationFile.store(bundle, new Calibration(labels, 2, 100, 0.2, 0.1));
    Files.delete(file);
    Files.copy(Path.of(Programs.path("sentiment.paw")), file);

    assertThat(CalibrationFile.read(ProgramBundle.read(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"format\":2}",
        "{\"format\":1,\"program\":\"@\",\"calibrations\":[{\"labels\":[\"a\"]}]}",
        "{\"format\":1,\"program\":\"@\",\"calibrations\":[{\"labels\":[],\"temperature\":-1}]}",
        "{\"format\":1,\"program\":\"@\",\"thresholds\":[{\"labels\":[],\"temperature\":1}]}",
      })
  void aBrokenFileIsAnErrorThatNamesIt(String content) throws IOException {
    Path broken = CalibrationFile.of(bundle);
    Files.writeString(broken, content.replace("@", bundle.digest()), UTF_8);

    assertThatThrownBy(() -> CalibrationFile.read(bundle))
        .isInstanceOf(ProgramException.class)
        .hasMessageStartingWith("A calibration file must ")
        .hasMessageContaining("file=" + broken);
  }

  @Test
  void aProgramThatIsLoadedTakesIt() throws Exception {
    String input = "The meeting is moved to Tuesday";
    try (Paw paw = Paw.open()) {
      ProgramOptions options = ProgramOptions.DEFAULT.withScores(true);
      Answer plain;
      try (PawProgram program = paw.load(file.toString(), options)) {
        plain = (Answer) program.apply(input);
      }
      CalibrationFile.store(bundle, new Calibration(labels, 3, 100, 0.2, 0.1));
      try (PawProgram program = paw.load(file.toString(), options);
          PawProgram uncalibrated = paw.load(file.toString(), options.withTemperature(1.0))) {
        Answer answer = (Answer) program.apply(input);

        assertThat(answer.value()).isEqualTo(plain.value());
        assertThat(answer.margin()).isCloseTo(plain.margin(), within(1e-3));
        // two labels: the odds are those of the margin, whose logarithm is divided by 3
        assertThat(labels).hasSize(2);
        assertThat(answer.confidence())
            .isCloseTo(1 / (1 + Math.exp(-answer.margin() / 3)), within(2e-3));
        assertThat(((Answer) uncalibrated.apply(input)).confidence())
            .isCloseTo(plain.confidence(), within(1e-3));
      }
    }
  }
}
