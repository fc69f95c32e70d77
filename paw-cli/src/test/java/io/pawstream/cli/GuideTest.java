package io.pawstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.cli.Cli.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide says what the commands do. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "cli.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  @TempDir Path directory;

  static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(GUIDE));
    while (block.find()) {
      commands.addAll(block.group(1).lines().toList());
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandWorks(String command) throws IOException {
    String[] halves = command.replace("other.paw", "programs/urgency.paw").split(" < ", 2);
    List<Object> words = new ArrayList<>();
    Matcher word = WORD.matcher(halves[0]);
    while (word.find()) {
      words.add(word.group(1) == null ? place(word.group(2)) : word.group(1));
    }
    assertThat(words.remove(0)).isEqualTo("bin/paw");
    byte[] in =
        halves.length > 1 ? Files.readAllBytes(Path.of(place(halves[1].strip()))) : new byte[0];

    Shown shown = Cli.with(in, false, words.toArray());

    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.out()).isNotEmpty();
  }

  private String place(String word) {
    return word.startsWith("target/")
        ? directory.resolve(word).toString()
        : word.matches("(examples|programs)(/.*)?") ? "../" + word : word;
  }

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
