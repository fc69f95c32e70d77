package io.pawstream.benchmarks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTest {
  @ParameterizedTest
  @CsvSource({"7, 7", "3 1 2, 2", "4 1 3 2, 2.5", "1 1 100, 1", "5 1, 3"})
  void theMedianIsTheMiddle(String values, double median) {
    List<Double> all = Arrays.stream(values.split(" ")).map(Double::valueOf).toList();
    assertThat(Result.median(all)).isEqualTo(median);
  }

  @Test
  void nothingHasNoMedian() {
    assertThat(Result.median(List.of())).isNaN();
  }
}
