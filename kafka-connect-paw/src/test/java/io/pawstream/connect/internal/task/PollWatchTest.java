package io.pawstream.connect.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PollWatchTest {
  private static final long MILLI = 1_000_000;

  private final PollWatch watch = new PollWatch(500, Duration.ofMinutes(5));
  private long now = -5 * MILLI;

  private List<String> warnings(int records, long millis) {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      now += millis * MILLI;
      String warning = watch.took(millis * MILLI, now);
      if (warning != null) {
        warnings.add(warning);
      }
    }
    return warnings;
  }

  @Test
  void aPollThatFitsIsNoMatter() {
    assertThat(warnings(1_000, 599)).isEmpty();
  }

  @Test
  void aSlowStartIsNoMatter() {
    assertThat(warnings(1, 60_000)).isEmpty();
    assertThat(warnings(1_000, 10)).isEmpty();
  }

  @Test
  void aPollThatOverrunsIsWarnedOfNowAndThen() {
    List<String> warnings = warnings(1_000, 1_000);

    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0))
        .contains("mean time of a record=1000 ms")
        .contains("max.poll.records=500")
        .contains("one poll=500000 ms")
        .contains("max.poll.interval.ms=300000")
        .contains("consumer.override.max.poll.records to 150 or less");
  }

  @Test
  void theMeanFollows() {
    assertThat(warnings(1_000, 10)).isEmpty();
    assertThat(warnings(100, 1_000)).hasSize(1);
  }
}
