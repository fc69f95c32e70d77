package io.pawstream.jobs.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.jobs.internal.example.Examples;
import io.pawstream.jobs.testing.ExampleCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide says what the examples do. Tests on files and topics run them with these arguments. */
class ExamplesGuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "examples.md");

  static List<String> commands() throws IOException {
    return Pattern.compile("(?m)^bin/run-example .*$")
        .matcher(Files.readString(GUIDE, UTF_8))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsInOrder(String command) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.remove(0);
    args.replaceAll(arg -> arg.replaceFirst("^jobs/", "").replaceFirst("^--input=", "--input=../"));
    args.add("--check");

    ExampleCall call = ExampleCall.of(args);

    assertThat(call.status()).as(call.err()).isZero();
    assertThat(commands(args.get(0))).isOne();
  }

  private static long commands(String name) {
    return Examples.names().stream().filter(name::equals).count();
  }

  @Test
  void theGuideKnowsEveryOption() throws IOException {
    TreeSet<String> real = new TreeSet<>();
    for (String name : Examples.names()) {
      Examples.named(name).orElseThrow().options().stream()
          .map(ConfigOption::key)
          .forEach(real::add);
    }
    TreeSet<String> told = new TreeSet<>();
    Pattern.compile("`((?:" + String.join("|", Examples.names()) + ")\\.[a-z-]+)`")
        .matcher(Files.readString(GUIDE, UTF_8))
        .results()
        .forEach(key -> told.add(key.group(1)));
    told.removeIf(key -> key.endsWith(".yaml"));

    assertThat(told).isEqualTo(real);
  }

  @Test
  void helpAndVersion() {
    assertThat(ExampleCall.of(List.of("--help")).out()).contains("Usage: run-example", "--check");
    assertThat(ExampleCall.of(List.of("--version")).out()).startsWith("run-example 0.");
  }
}
