package io.pawstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pawstream.cli.Cli.Shown;
import io.pawstream.runtime.program.Calibration;
import io.pawstream.runtime.program.CalibrationFile;
import io.pawstream.runtime.program.ProgramBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code paw inspect} and {@code paw list}, called in this process. */
class ProgramCommandsTest {
  @TempDir Path directory;

  @Test
  void inspectShowsWhatIsInside() throws IOException {
    Path file = Files.copy(Cli.program("urgency"), directory.resolve("urgency.paw"));
    ProgramBundle bundle = ProgramBundle.read(file);
    CalibrationFile.store(
        bundle, new Calibration(bundle.meta().labels().labels(), 1.5, 99, 0.2, 0.1));

    Shown shown = Cli.run("inspect", file);
    JsonNode json = Cli.run("inspect", file, "--json").json();

    assertThat(shown.status()).isZero();
    assertThat(shown.out())
        .contains(bundle.digest(), "adapter.gguf", "prompt_template.txt", "{INPUT_PLACEHOLDER}")
        .contains("passed  adapter against interpreter paw-tiny")
        .contains("temperature 1.500, learnt on 99 rows")
        .doesNotContain("\u001b");
    assertThat(shown.out().lines()).allMatch(line -> line.length() <= Cli.WIDTH);
    assertThat(json.path("digest").asText()).isEqualTo(bundle.digest());
    assertThat(json.path("adapter").path("rank").asInt()).isEqualTo(8);
    assertThat(json.path("adapter").path("types").size()).isPositive();
    assertThat(json.path("labels")).hasSize(bundle.meta().labels().size());
    assertThat(json.path("calibrations").get(0).path("temperature").asDouble()).isEqualTo(1.5);
    assertThat(json.path("checks")).allMatch(check -> check.path("passed").asBoolean());
    assertThat(json.path("template").path("prefix").asText()).isEqualTo(bundle.template().prefix());
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(json.path("members")).hasSize(zip.size());
    }
  }

  @Test
  void inspectNamesTheRuleThatIsBroken() throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.paw"), "PK no archive");

    Shown shown = Cli.run("inspect", broken);

    assertThat(shown.status()).isEqualTo(2);
    assertThat(shown.out()).isEmpty();
    assertThat(shown.err()).startsWith("paw: Program " + broken + ": ").hasLineCount(1);
  }

  @Test
  void listShowsProgramsAndWhatIsNone() throws IOException {
    Files.copy(Cli.program("urgency"), directory.resolve("b.paw"));
    Files.copy(Cli.program("order"), directory.resolve("a.paw"));
    Files.writeString(directory.resolve("c.paw"), "none");
    Files.writeString(directory.resolve("other.txt"), "none");

    Shown shown = Cli.run("list", directory);
    JsonNode json = Cli.run("list", directory, "--json").json();

    assertThat(shown.status()).isZero();
    assertThat(shown.out().lines().map(line -> line.split(" ", 2)[0]))
        .containsExactly("program", "a", "b", "c.paw");
    assertThat(shown.out()).contains("free text").contains("not usable");
    assertThat(shown.out().lines()).allMatch(line -> line.length() <= Cli.WIDTH);
    assertThat(json).hasSize(3);
    assertThat(json.get(0).path("labels").isNull()).isTrue();
    assertThat(json.get(2).path("problem").asText()).contains("c.paw");
    assertThat(Cli.run("list", directory.resolve("none")).status()).isEqualTo(2);
  }

  @Test
  void completionNamesTheCommands() {
    Shown shown = Cli.run("completion");

    assertThat(shown.status()).isZero();
    assertThat(shown.out()).startsWith("#!").contains("inspect", "--on-failure", "complete ");
  }
}
