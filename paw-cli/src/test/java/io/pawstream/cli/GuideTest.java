package io.pawstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide names all commands; those in its blocks are run by docs/checks. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "cli.md");

  @Test
  void namesAllCommands() throws IOException {
    String guide = Files.readString(GUIDE);
    Matcher command = Pattern.compile("(?m)^  ([a-z]+)  ").matcher(Cli.run("--help").out());
    int found = 0;
    while (command.find()) {
      assertThat(guide).contains("`" + command.group(1) + "`");
      found++;
    }
    assertThat(found).isGreaterThan(6);
  }
}
