package io.pawstream.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.engine.blas.testing.Texts;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.engine.EngineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine that is chosen by measurement. */
class AutoTest {
  private static final String DIRECTORY = "paw.engines.dir";

  @TempDir Path folder;

  @BeforeEach
  void keepHere() {
    System.setProperty(DIRECTORY, folder.resolve("engines").toString());
  }

  @AfterEach
  void keepElsewhere() {
    System.clearProperty(DIRECTORY);
  }

  private static String engineName() throws InterruptedException {
    EngineOptions engine = EngineOptions.builder().engine("auto").build();
    try (Paw paw = Paw.open(PawOptions.DEFAULT.withEngine(engine));
        PawProgram program = paw.load(Texts.program("log"))) {
      assertThat(program.apply("disk is full")).isInstanceOf(Answer.class);
      return program.engineName();
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("engines"))) {
      return files.reduce((a, b) -> folder).orElseThrow();
    }
  }

  @Test
  void theFasterIsTakenAndWhatWasMeasuredIsKept() throws Exception {
    String chosen = engineName();
    List<String> lines = Files.readAllLines(onlyFile());
    assertThat(lines).hasSize(2);
    double llama = Double.parseDouble(lines.get(0).substring("llama=".length()));
    double blas = Double.parseDouble(lines.get(1).substring("blas=".length()));
    assertThat(Math.min(llama, blas)).isPositive();
    assertThat(chosen).isEqualTo(blas > llama ? "blas" : "llama");
    String kept = Files.readString(onlyFile());
    assertThat(engineName()).isEqualTo(chosen);
    assertThat(Files.readString(onlyFile())).isEqualTo(kept);
  }
}
