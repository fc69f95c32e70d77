package io.pawstream.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code bin/paw}: what it builds and starts. */
class PawScriptTest {
  @TempDir Path directory;

  @Test
  void buildsTheModuleAndStartsTheCommand() throws Exception {
    for (String script : List.of("bin/paw", "bin/internal/launch.sh", "bin/internal/java.sh")) {
      Files.createDirectories(directory.resolve(script).getParent());
      Files.copy(Path.of("..").resolve(script), directory.resolve(script));
    }
    tool("java", "for a in \"$@\"; do echo \"java: $a\"; done");
    tool("mvn", "echo \"mvn: $*\"; mkdir -p paw-cli/target/classes paw-cli/target/lib; exit 3");
    Path shown = directory.resolve("shown");
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh", directory.resolve("bin/paw").toString(), "compile", "--spec", "two words")
            .redirectErrorStream(true)
            .redirectOutput(shown.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().put("PATH", directory + ":" + System.getenv("PATH"));

    assertThat(status(builder)).isEqualTo(1);
    assertThat(Files.readString(shown, UTF_8))
        .contains("mvn: -B -ntp -q -pl paw-cli -am ")
        .endsWith("paw: the build failed\n");

    Files.writeString(directory.resolve("paw-cli/target/launch.stamp"), "");
    assertThat(status(builder)).isZero();
    assertThat(Files.readString(shown, UTF_8))
        .doesNotContain("mvn:")
        .endsWith(
            """
            java: io.pawstream.cli.PawCommand
            java: compile
            java: --spec
            java: two words
            """);
  }

  private static int status(ProcessBuilder builder) throws Exception {
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private void tool(String name, String body) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
