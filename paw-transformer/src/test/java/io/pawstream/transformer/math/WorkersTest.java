package io.pawstream.transformer.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource({"1, 0", "1, 5", "2, 1", "3, 12", "3, 13", "4, 100", "5, 1001"})
  void everyRowAndEveryPieceIsDoneOnce(int threads, int count) {
    AtomicIntegerArray rows = new AtomicIntegerArray(count);
    AtomicIntegerArray pieces = new AtomicIntegerArray(count);
    try (Workers workers = new Workers(threads)) {
      workers.rows(
          count,
          (worker, from, to) -> {
            assertThat(worker).isBetween(0, threads - 1);
            for (int i = from; i < to; i++) {
              rows.incrementAndGet(i);
            }
          });
      workers.tasks(count, (worker, i) -> pieces.incrementAndGet(i));
    }
    for (int i = 0; i < count; i++) {
      assertThat(rows.get(i)).isEqualTo(1);
      assertThat(pieces.get(i)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4"})
  void aFailureReachesTheCallerAfterAllHaveStopped(int threads) {
    AtomicInteger running = new AtomicInteger();
    try (Workers workers = new Workers(threads)) {
      assertThatThrownBy(
              () ->
                  workers.tasks(
                      50,
                      (worker, i) -> {
                        running.incrementAndGet();
                        try {
                          if (i == 3) {
                            throw new IllegalStateException("piece 3");
                          }
                        } finally {
                          running.decrementAndGet();
                        }
                      }))
          .hasStackTraceContaining("piece 3");
      assertThat(running).hasValue(0);
      AtomicInteger done = new AtomicInteger();
      workers.tasks(7, (worker, i) -> done.incrementAndGet());
      assertThat(done).hasValue(7);
    }
  }

  @Test
  void someoneMustWork() {
    assertThatThrownBy(() -> new Workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads=0");
  }
}
