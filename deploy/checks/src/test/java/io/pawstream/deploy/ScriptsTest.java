package io.pawstream.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScriptsTest {
  @Test
  void shellcheckHasNothingAgainstTheScripts() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "shellcheck"))),
        "not run: shellcheck is not installed");
    List<String> command = new ArrayList<>(List.of("shellcheck", "-x"));
    scripts().forEach(script -> command.add(script.toString()));
    assertThat(command).hasSizeGreaterThan(12);

    Places.Ran ran = Places.run(Places.REPOSITORY, command.toArray(String[]::new));

    assertThat(ran.output()).isEmpty();
    assertThat(ran.status()).isZero();
  }

  /** Everything with a first line that names a shell. */
  private static List<Path> scripts() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("bin", ".ci", "deploy", "benchmarks/src/main/sh")) {
      try (Stream<Path> all = Files.walk(Places.REPOSITORY.resolve(folder))) {
        all.filter(file -> !file.toString().contains("/target/")).forEach(files::add);
      }
    }
    List<Path> scripts = new ArrayList<>();
    for (Path file : files) {
      if (Files.isRegularFile(file) && firstBytes(file).matches("(?s)#!/\\S*( ba|/)sh\\s.*")) {
        scripts.add(file);
      }
    }
    return scripts;
  }

  private static String firstBytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(24), ISO_8859_1);
    }
  }
}
