package io.pawstream.jobs.internal.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.runtime.answer.FailureReason;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final Summary.Program URGENCY =
      new Summary.Program("urgency", DIGEST, List.of("immediate", "wait"));
  private static final Counts COUNTS =
      new Counts(
          1200,
          1,
          9000,
          0,
          List.of(
              new ProgramCounts(
                  Map.of("wait", 900L, "immediate", 290L),
                  0,
                  Map.of(FailureReason.NULL_INPUT, 10L),
                  31,
                  1000,
                  875)),
          List.of(
              new SampleRow(1, "Please\n\u001b[31mhelp", List.of("immediate 0.99")),
              new SampleRow(2, "日本語のテキスト".repeat(10), List.of("! null_input"))));

  @Test
  void saysWhatWasDone() {
    String text = text(COUNTS, false);

    assertThat(text)
        .contains("1,200 rows in 4.0 s after a start of 1.5 s, 300.0 rows/s")
        .contains("micro-batches of 7.5 on average")
        .contains("urgency  " + DIGEST)
        .containsPattern("immediate +290 +24\\.2 % +█{8}\n")
        .containsPattern("wait +900 +75\\.0 % +█{24}\n")
        .containsPattern("! null_input +10 +0\\.8 %\n")
        .contains("confidence below 0.7: 31\n")
        .contains("as expected: 875 of 1,000 (87.5 %)")
        .endsWith("Written to out.jsonl\n");
  }

  @Test
  void showsTheFirstRowsInColumns() {
    List<String> lines = text(COUNTS, false).lines().toList();

    assertThat(lines.get(1)).startsWith("row  text").contains("  urgency");
    assertThat(lines.get(2)).startsWith("  1  Please ·[31mhelp").endsWith("  immediate 0.99");
    assertThat(lines.get(3)).startsWith("  2  日本語").contains("…").endsWith("  ! null_input");
    assertThat(lines.subList(1, 4)).allMatch(line -> Cells.width(line) <= 80);
    int column = Cells.width(lines.get(1).substring(0, lines.get(1).indexOf("urgency")));
    assertThat(Cells.width(lines.get(2).substring(0, lines.get(2).indexOf("immediate"))))
        .isEqualTo(column);
    assertThat(Cells.width(lines.get(3).substring(0, lines.get(3).indexOf("!")))).isEqualTo(column);
  }

  @Test
  void coloursOnlyTerminals() {
    assertThat(text(COUNTS, false)).doesNotContain("\u001b");
    assertThat(text(COUNTS, true)).contains("\u001b[1m").contains("\u001b[0m");
  }

  @Test
  void noRowsAreNoTrouble() {
    assertThat(text(Counts.none(1), false)).contains("0 rows").contains("immediate");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "abc, 5, 'abc  '",
        "abcdef, 5, abcd…",
        "日本語, 6, 日本語",
        "日本語, 5, '日本…'",
        "日本語, 4, '日… '",
        "'a\tb', 3, 'a b'",
      })
  void fitsTextIntoColumns(String text, int width, String cell) {
    assertThat(Cells.fit(text, width)).isEqualTo(cell);
    assertThat(Cells.width(cell)).isEqualTo(width);
  }

  @Test
  void countsAddUp() {
    Counts twice = COUNTS.plus(COUNTS);

    assertThat(twice.rows()).isEqualTo(2400);
    assertThat(twice.inputBytes()).isEqualTo(18_000);
    assertThat(twice.files()).isEqualTo(2);
    assertThat(twice.programs().get(0).labels())
        .isEqualTo(Map.of("immediate", 580L, "wait", 1800L));
    assertThat(twice.programs().get(0).failed()).isEqualTo(20);
    assertThat(twice.programs().get(0).answers()).isEqualTo(2380);
    assertThat(COUNTS.plus(Counts.none(1))).isEqualTo(COUNTS);
  }

  @Test
  void aTallyIsItsOwnCopy() {
    Tally tally = new Tally(1);
    tally.add(COUNTS);
    Tally copy = tally.clone();
    copy.merge(tally);
    tally.resetLocal();

    assertThat(copy.getLocalValue()).isEqualTo(COUNTS.plus(COUNTS));
    assertThat(tally.getLocalValue()).isEqualTo(Counts.none(1));
  }

  private static String text(Counts counts, boolean terminal) {
    PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    return new Summary(
            List.of(URGENCY), counts, new Terminal(nowhere, nowhere, terminal, terminal, 80))
        .text(Duration.ofMillis(1500), Duration.ofSeconds(4), 7.5, 0.7, "out.jsonl");
  }
}
