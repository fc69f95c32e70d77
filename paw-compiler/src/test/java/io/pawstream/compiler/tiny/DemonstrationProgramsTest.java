package io.pawstream.compiler.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pawstream.compiler.example.ExampleFile;
import io.pawstream.runtime.interpreter.Interpreter;
import io.pawstream.runtime.interpreter.Interpreters;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs in the repository are as good as their table says, and are what the grammar says.
 */
class DemonstrationProgramsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(\\w+)` \\| \\d+ \\| [\\d.]+ \\| [\\d.]+ \\| ([\\d.]+) \\(of (\\d+)\\) \\|"
              + " ([\\d.]+) \\|");

  /** Near ties may fall the other way on other processors: three sentences. */
  private static final double NEAR_TIES = 5.1;

  static List<String> programs() {
    return Demonstrations.names();
  }

  private static String accuracy() throws IOException {
    return Files.readString(ROOT.resolve("programs/ACCURACY.md"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void handWrittenSentencesAreAnsweredAsTheTableSays(String name) throws Exception {
    Map<String, MatchResult> rows = new HashMap<>();
    ROW.matcher(accuracy()).results().forEach(row -> rows.put(row.group(1), row));
    Demonstrations demonstrations = Demonstrations.load();
    Interpreter interpreter = Interpreters.known("paw-tiny", null);

    Accuracy.Measured measured =
        new Accuracy(interpreter, demonstrations.spec(name), demonstrations.labels(name))
            .of(
                ROOT.resolve("programs/" + name + ".paw"),
                ExampleFile.read(ROOT.resolve("examples/hand-written/" + name + ".jsonl")));

    MatchResult row = rows.get(name);
    assertThat(measured.sentences())
        .isEqualTo(Integer.parseInt(row.group(3)))
        .isGreaterThanOrEqualTo(40);
    assertThat(100 * measured.program())
        .isCloseTo(Double.parseDouble(row.group(2)), within(NEAR_TIES));
    assertThat(100 * measured.base())
        .isCloseTo(Double.parseDouble(row.group(4)), within(NEAR_TIES));
    assertThat(measured.program()).isGreaterThan(measured.base());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void nothingIsLearnedFromTheHandWrittenSentences(String name) throws Exception {
    List<String> written =
        ExampleFile.read(ROOT.resolve("examples/hand-written/" + name + ".jsonl")).stream()
            .map(example -> example.input().strip())
            .toList();

    assertThat(ExampleFile.read(ROOT.resolve("examples/programs/" + name + ".jsonl")))
        .noneMatch(example -> written.contains(example.input().strip()));
  }

  @Test
  void theTableAndTheCardNameTheShippedInterpreter() throws Exception {
    String digest = KnownInterpreter.PAW_TINY.sha256();

    assertThat(accuracy()).contains(digest);
    assertThat(
            Files.readString(
                ROOT.resolve(
                    "paw-runtime/src/main/resources/META-INF/paw/interpreters/paw-tiny.md")))
        .contains(digest);
  }
}
