package io.pawstream.runtime.internal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a measurement. */
class SpeedFileTest {
  @TempDir Path folder;

  @BeforeEach
  void keepHere() {
    System.setProperty(SpeedFile.DIRECTORY_PROPERTY, folder.resolve("engines").toString());
  }

  @AfterEach
  void keepElsewhere() {
    System.clearProperty(SpeedFile.DIRECTORY_PROPERTY);
  }

  @Test
  void whatWasKeptComesBack() {
    Map<String, Double> speeds = new LinkedHashMap<>();
    speeds.put("llama", 1.94);
    speeds.put("blas", 4.8);
    SpeedFile file = new SpeedFile("this machine");
    assertThat(file.read()).isEmpty();
    file.write(new Speeds(speeds));
    assertThat(file.read()).contains(new Speeds(speeds));
    assertThat(file.read().orElseThrow().fastest()).isEqualTo("blas");
    assertThat(file.read().orElseThrow()).hasToString("llama 1.9, blas 4.8 records/s");
    assertThat(new SpeedFile("another machine").read()).isEmpty();
  }

  @Test
  void ofEqualOnesTheFirstIsTaken() {
    Map<String, Double> speeds = new LinkedHashMap<>();
    speeds.put("llama", 2.0);
    speeds.put("blas", 2.0);
    assertThat(new Speeds(speeds).fastest()).isEqualTo("llama");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "blas", "blas=fast\n", "blas=-1\n", "=1\n", "blas=1\n\nllama=2\n", "a=NaN\n"})
  void whatMakesNoSenseIsAsIfThereWereNothing(String text) throws Exception {
    SpeedFile file = new SpeedFile("this machine");
    Files.createDirectories(file.path().getParent());
    Files.writeString(file.path(), text);
    assertThat(file.read()).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsNoFailure() throws Exception {
    Files.writeString(folder.resolve("engines"), "a file where a directory should be");
    SpeedFile file = new SpeedFile("this machine");
    file.write(new Speeds(Map.of("llama", 1.0)));
    assertThat(file.read()).isEmpty();
  }
}
