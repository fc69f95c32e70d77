package io.pawstream.benchmarks.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.benchmarks.internal.report.Result;
import io.pawstream.benchmarks.internal.report.Unit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> calls = new ArrayList<>();

  /** Takes a fixed time per record. */
  private final class Fake implements Measured {
    private final String key;
    private final long nanos;
    private final int grain;
    private final String amountOf;

    Fake(String key, long nanos, int grain, String amountOf) {
      this.key = key;
      this.nanos = nanos;
      this.grain = grain;
      this.amountOf = amountOf;
    }

    @Override
    public String key() {
      return key;
    }

    @Override
    public String label() {
      return key;
    }

    @Override
    public Unit unit() {
      return Unit.RECORDS_PER_SECOND;
    }

    @Override
    public int grain() {
      return grain;
    }

    @Override
    public String amountOf() {
      return amountOf;
    }

    @Override
    public Round run(int amount) {
      calls.add(key + amount);
      return new Round(amount * nanos, 0);
    }

    @Override
    public void close() {}
  }

  @Test
  void measuresInTurnsAsMuchAsFitsTheTime() throws Exception {
    // 10 and 1000 records a second
    Fake slow = new Fake("slow", 100_000_000, 1, null);
    Fake fast = new Fake("fast", 1_000_000, 32, null);
    Fake same = new Fake("same", 2_000_000, 8, "fast");

    List<Result> results = new Rounds(2, 2, 10_000, line -> {}).measure(List.of(slow, fast, same));

    assertThat(calls.subList(calls.size() - 6, calls.size()))
        .containsExactly("slow20", "fast2016", "same2016", "slow20", "fast2016", "same2016");
    assertThat(results).extracting(Result::median).containsExactly(10.0, 1000.0, 500.0);
    assertThat(results).extracting(Result::amount).containsExactly(20, 2016, 2016);
  }

  @Test
  void staysBelowTheMostRecordsInWholeGrains() throws Exception {
    Fake fast = new Fake("fast", 1_000, 32, null);
    new Rounds(1, 2, 1000, line -> {}).measure(List.of(fast));
    assertThat(calls).last().isEqualTo("fast992");
  }
}
