package io.pawstream.jobs.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final AtomicLong clock = new AtomicLong(1_000);

  @Test
  void writesOverOneLineInATerminal() {
    try (Progress progress = progress(true, 1000)) {
      clock.set(3_000);
      progress.accept(counts(400, 250));
      clock.set(5_000);
      progress.accept(counts(9, 1000));
    }

    assertThat(shown.toString(UTF_8))
        .startsWith("\r  400 rows, 200 rows/s, 25 %, 6.0 s left\r  9 rows, 2 rows/s, 100 %")
        .doesNotContain("\n")
        .endsWith(" \r");
  }

  @Test
  void writesALineNowAndThenElsewhere() {
    try (Progress progress = progress(false, 1000)) {
      for (int second = 1; second <= 11; second++) {
        clock.set(1_000 + 1_000L * second);
        progress.accept(counts(second, 10));
      }
    }

    assertThat(shown.toString(UTF_8).lines())
        .containsExactly(
            "  5 rows, 1 rows/s, 1 %, 8 min 15 s left",
            "  10 rows, 1 rows/s, 1 %, 16 min 30 s left");
  }

  @Test
  void saysNothingAboutTheEndOfAnInputOfUnknownSize() {
    try (Progress progress = progress(true, 0)) {
      clock.set(2_000);
      progress.accept(counts(10, 500));
    }

    assertThat(shown.toString(UTF_8)).contains("10 rows, 10 rows/s").doesNotContain("left");
  }

  @ParameterizedTest
  @CsvSource({
    "0.04, 0.0 s",
    "9.94, 9.9 s",
    "61, 61 s",
    "125, 2 min 5 s",
    "7199, 119 min 59 s",
    "9000, 2 h 30 min"
  })
  void saysHowLong(double seconds, String expected) {
    assertThat(Progress.duration(seconds)).isEqualTo(expected);
  }

  private Progress progress(boolean terminal, long inputBytes) {
    PrintStream err = new PrintStream(shown, true, UTF_8);
    return new Progress(new Terminal(err, err, terminal, terminal, 80), inputBytes, 1, clock::get);
  }

  private static Counts counts(long rows, long bytes) {
    return new Counts(rows, 0, bytes, 1_000, List.of(), List.of());
  }
}
