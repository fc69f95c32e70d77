package io.pawstream.jobs.example.alerts;

import static io.pawstream.jobs.example.alerts.Lines.line;
import static io.pawstream.jobs.example.alerts.Lines.minute;
import static io.pawstream.jobs.example.alerts.LogEvent.Phase.FINISH;
import static io.pawstream.jobs.example.alerts.LogEvent.Phase.OTHER;
import static io.pawstream.jobs.example.alerts.LogEvent.Phase.PROGRESS;
import static io.pawstream.jobs.example.alerts.LogEvent.Phase.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StallTimerTest {
  private KeyedOneInputStreamOperatorTestHarness<String, LogEvent, Alert> timer;

  @BeforeEach
  void open() throws Exception {
    timer = open(null);
  }

  @AfterEach
  void close() throws Exception {
    timer.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, LogEvent, Alert> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Lines.harness(
        new StallTimer(Duration.ofMinutes(10), Lines.KEPT), LogEvent::serviceKey, snapshot);
  }

  private void say(int minute, LogEvent.Phase phase) throws Exception {
    timer.processElement(line(minute, "etl", "line " + minute, phase), minute(minute));
  }

  private List<String> told() {
    return timer.extractOutputValues().stream()
        .map(a -> a.kind() + " " + a.first() / 60_000 + "-" + a.last() / 60_000 + " " + a.count())
        .toList();
  }

  @Test
  void silenceIsToldOnceAndItsEndToo() throws Exception {
    say(0, START);
    say(6, PROGRESS);
    timer.processWatermark(minute(16) - 1);
    assertThat(told()).isEmpty();
    timer.processWatermark(minute(16));
    timer.processWatermark(minute(60));
    assertThat(told()).containsExactly("STALLED 0-6 2");

    say(61, PROGRESS);
    timer.processWatermark(minute(70));
    assertThat(told()).containsExactly("STALLED 0-6 2", "RESUMED 0-61 3");
    timer.processWatermark(minute(71));
    assertThat(told()).last().isEqualTo("STALLED 0-61 3");
  }

  @Test
  void progressMovesTheDeadlineAndTheEndLiftsIt() throws Exception {
    say(0, START);
    for (int minute = 8; minute <= 40; minute += 8) {
      timer.processWatermark(minute(minute) - 1);
      say(minute, PROGRESS);
    }
    say(45, OTHER);
    say(49, FINISH);
    timer.processWatermark(minute(500));
    assertThat(told()).isEmpty();
    assertThat(timer.numEventTimeTimers()).isZero();
    assertThat(timer.numKeyedStateEntries()).isZero();
  }

  @Test
  void otherLinesAreNoProgress() throws Exception {
    say(0, START);
    say(9, OTHER);
    timer.processWatermark(minute(10));
    assertThat(told()).containsExactly("STALLED 0-0 1");
  }

  @Test
  void aLinePastTheDeadlineProvesSilenceBeforeAnyWatermark() throws Exception {
    say(0, START);
    say(25, PROGRESS);
    assertThat(told()).containsExactly("STALLED 0-0 1", "RESUMED 0-25 2");
    timer.processWatermark(minute(34));
    assertThat(told()).hasSize(2);
  }

  @Test
  void whatWasNeverStartedCannotStall() throws Exception {
    say(0, PROGRESS);
    say(1, FINISH);
    timer.processWatermark(minute(100));
    assertThat(told()).isEmpty();
    assertThat(timer.numKeyedStateEntries()).isZero();
  }

  @Test
  void anOvertakenLineChangesNothing() throws Exception {
    say(0, START);
    say(8, PROGRESS);
    say(7, FINISH);
    timer.processWatermark(minute(18));
    assertThat(told()).containsExactly("STALLED 0-8 2");
  }

  @Test
  void theEndOfTheInputIsNoSilence() throws Exception {
    say(0, START);
    timer.processWatermark(Long.MAX_VALUE);
    assertThat(told()).isEmpty();
  }

  @Test
  void theTimerIsThereAfterAFailure() throws Exception {
    say(0, START);
    OperatorSubtaskState snapshot = timer.snapshot(1, 1);
    timer.close();

    timer = open(snapshot);
    timer.processWatermark(minute(10));
    assertThat(told()).containsExactly("STALLED 0-0 1");
  }

  @Test
  void jobsHaveTimersOfTheirOwn() throws Exception {
    say(0, START);
    timer.processElement(line(2, "backup", "begins", START), minute(2));
    say(9, FINISH);
    timer.processWatermark(minute(30));
    assertThat(timer.extractOutputValues()).extracting(Alert::service).containsExactly("backup");
  }
}
