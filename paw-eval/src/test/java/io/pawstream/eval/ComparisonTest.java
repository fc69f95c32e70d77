package io.pawstream.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  /** Each letter is a row: right, wrong in one way, wrong in another. */
  private static List<JudgedRow> rows(String letters) {
    List<JudgedRow> rows = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      rows.add(new JudgedRow(i + 1L, "r", letters.substring(i, i + 1), 0.5, 1));
    }
    return rows;
  }

  private static Comparison compared(String before, String after) {
    Comparison.Tally tally = new Comparison.Tally(2);
    for (int i = 0; i < before.length(); i++) {
      tally.add(rows(before).get(i), rows(after).get(i));
    }
    return tally.result();
  }

  @Test
  void tellsWinsLossesAndAgreement() {
    Comparison comparison = compared("rrrwwwww", "rrwrrrwv");

    assertThat(comparison.rows()).isEqualTo(8);
    assertThat(comparison.agreed()).isEqualTo(3);
    assertThat(comparison.bothRight()).isEqualTo(2);
    assertThat(comparison.wins()).extracting(p -> p.before().number()).containsExactly(4L, 5L);
    assertThat(comparison.won()).isEqualTo(3);
    assertThat(comparison.lost()).isEqualTo(1);
    assertThat(comparison.losses()).extracting(p -> p.after().number()).containsExactly(3L);
    assertThat(comparison.difference()).isEqualTo(0.25);
    // sqrt(4 - 2^2/8)/8 times 1.96
    assertThat(comparison.differenceError()).isCloseTo(1.959964 * Math.sqrt(3.5) / 8, within(1e-6));
    // 3 of 4 coins or more unequal: 2 * (1 + 4) / 16
    assertThat(comparison.pValue()).isCloseTo(0.625, within(1e-12));
    assertThat(comparison.better() || comparison.worse()).isFalse();
  }

  /** Tails of the binomial distribution in whole numbers, over powers of two. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 1",
    "1, 1, 1",
    "5, 0, 0.0625",
    "0, 6, 0.03125",
    "9, 1, 0.021484375",
    "2, 10, 0.03857421875",
    "20, 5, 0.004077315330505371",
  })
  void thePValueIsTheExactOne(int wins, int losses, double expected) {
    assertThat(Comparison.pValue(wins, losses)).isCloseTo(expected, within(1e-12));
    assertThat(Comparison.pValue(losses, wins)).isCloseTo(expected, within(1e-12));
  }

  @Test
  void thePValueOfThousandsDoesNotUnderflow() {
    // 2 * sum(comb(4000, k) for k in range(1901)) / 2**4000, in Python
    assertThat(Comparison.pValue(2100, 1900)).isCloseTo(0.0016492663751357, within(1e-9));
    assertThat(Comparison.pValue(4000, 100)).isBetween(0.0, 1e-300);
  }

  @Test
  void betterAndWorseNeedMoreThanChance() {
    assertThat(compared("wwwwww", "rrrrrr").better()).isTrue();
    assertThat(compared("rrrrrr", "wwwwww").worse()).isTrue();
    assertThat(compared("wwwww", "rrrrr").better()).isFalse();
  }

  @Test
  void onlyTheSameRowsAreCompared() {
    Comparison.Tally tally = new Comparison.Tally(1);

    assertThatThrownBy(() -> tally.add(rows("rr").get(0), rows("rr").get(1)))
        .hasMessageContaining("before=row 1, after=row 2");
  }
}
