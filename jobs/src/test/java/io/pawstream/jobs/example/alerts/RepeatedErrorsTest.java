package io.pawstream.jobs.example.alerts;

import static io.pawstream.jobs.example.alerts.Lines.line;
import static io.pawstream.jobs.example.alerts.Lines.minute;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedErrorsTest {
  private KeyedOneInputStreamOperatorTestHarness<String, LogEvent, Alert> errors;

  @BeforeEach
  void open() throws Exception {
    errors = open(null);
  }

  @AfterEach
  void close() throws Exception {
    errors.close();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, LogEvent, Alert> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Lines.harness(
        new RepeatedErrors(Duration.ofMinutes(15), Lines.KEPT), LogEvent::errorKey, snapshot);
  }

  private void fail(int minute, String message) throws Exception {
    errors.processElement(line(minute, "payments", message, LogEvent.Phase.OTHER), minute(minute));
  }

  private List<String> told() {
    return errors.extractOutputValues().stream()
        .map(a -> a.kind() + " " + a.first() / 60_000 + "-" + a.last() / 60_000 + " " + a.count())
        .toList();
  }

  @Test
  void theFirstIsToldAtOnceAndTheNumberAtTheEnd() throws Exception {
    fail(0, "no answer after 3 attempts");
    assertThat(told()).containsExactly("ERROR 0-0 1");
    fail(4, "no answer after 17 attempts");
    fail(14, "no answer after 9 attempts");
    assertThat(told()).hasSize(1);
    errors.processWatermark(minute(15));
    assertThat(told()).containsExactly("ERROR 0-0 1", "REPEATED 0-14 3");
    assertThat(errors.numKeyedStateEntries()).isZero();

    fail(16, "no answer after 3 attempts");
    assertThat(told()).last().isEqualTo("ERROR 16-16 1");
  }

  @Test
  void anErrorThatDoesNotComeAgainIsToldOnce() throws Exception {
    fail(0, "disk full");
    errors.processWatermark(minute(100));
    assertThat(told()).containsExactly("ERROR 0-0 1");
  }

  @Test
  void anotherErrorIsAnAlertOfItsOwn() throws Exception {
    fail(0, "disk full");
    fail(1, "no route to host");
    assertThat(told()).containsExactly("ERROR 0-0 1", "ERROR 1-1 1");
  }

  @Test
  void aLinePastTheWindowEndsItBeforeAnyWatermark() throws Exception {
    fail(0, "disk full");
    fail(1, "disk full");
    fail(15, "disk full");
    assertThat(told()).containsExactly("ERROR 0-0 1", "REPEATED 0-1 2", "ERROR 15-15 1");
    errors.processWatermark(minute(29));
    assertThat(told()).hasSize(3);
    assertThat(errors.numEventTimeTimers()).isOne();
  }

  @Test
  void whatWasCountedIsThereAfterAFailure() throws Exception {
    fail(0, "disk full");
    fail(1, "disk full");
    OperatorSubtaskState snapshot = errors.snapshot(1, 1);
    errors.close();

    errors = open(snapshot);
    fail(2, "disk full");
    errors.processWatermark(minute(15));
    assertThat(told()).containsExactly("REPEATED 0-2 3");
  }

  @Test
  void theEndOfTheInputTellsWhatWasCounted() throws Exception {
    fail(0, "disk full");
    fail(1, "disk full");
    errors.processWatermark(Long.MAX_VALUE);
    assertThat(told()).containsExactly("ERROR 0-0 1", "REPEATED 0-1 2");
  }

  @Test
  void stateGoesWhereEventTimeStandsStill() throws Exception {
    errors.setStateTtlProcessingTime(0);
    fail(0, "disk full");
    errors.setStateTtlProcessingTime(Lines.KEPT.toMillis() + 1);
    fail(1, "disk full");
    assertThat(told()).containsExactly("ERROR 0-0 1", "ERROR 1-1 1");
  }
}
