package io.pawstream.runtime.engine.internal.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonStripTest {
  /** {@code [c for c in range(0x10000) if chr(c).isspace()]} of Python 3, as first-last. */
  private static final List<int[]> PYTHON_SPACES =
      List.of(
          new int[] {0x09, 0x0D},
          new int[] {0x1C, 0x20},
          new int[] {0x85, 0x85},
          new int[] {0xA0, 0xA0},
          new int[] {0x1680, 0x1680},
          new int[] {0x2000, 0x200A},
          new int[] {0x2028, 0x2029},
          new int[] {0x202F, 0x202F},
          new int[] {0x205F, 0x205F},
          new int[] {0x3000, 0x3000});

  @Test
  void exactlyPythonsWhiteSpaceIsStripped() {
    List<Integer> stripped =
        IntStream.range(0, 0x10000)
            .filter(c -> PythonStrip.strip((char) c + "a" + (char) c).equals("a"))
            .boxed()
            .toList();

    assertThat(stripped)
        .isEqualTo(
            PYTHON_SPACES.stream()
                .flatMap(range -> IntStream.rangeClosed(range[0], range[1]).boxed())
                .collect(Collectors.toList()));
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"'',''", "'   ',''", "' a b ','a b'", "'a','a'", "'\t\na\n',a"})
  void onlyTheEndsAreStripped(String text, String stripped) {
    assertThat(PythonStrip.strip(text)).isEqualTo(stripped);
  }
}
