package io.pawstream.jobs.example.alerts;

import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** Lines by the minute, and a keyed function that gets them. */
final class Lines {
  static final Duration KEPT = Duration.ofDays(1);

  private Lines() {}

  static long minute(int minute) {
    return Duration.ofMinutes(minute).toMillis();
  }

  static LogEvent line(int minute, String service, String message, LogEvent.Phase phase) {
    return new LogEvent(minute(minute), "h", service, message, true, phase);
  }

  /** An open harness, from {@code snapshot} where there is one. */
  static KeyedOneInputStreamOperatorTestHarness<String, LogEvent, Alert> harness(
      KeyedProcessFunction<String, LogEvent, Alert> function,
      KeySelector<LogEvent, String> key,
      @Nullable OperatorSubtaskState snapshot)
      throws Exception {
    KeyedOneInputStreamOperatorTestHarness<String, LogEvent, Alert> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function), key, Types.STRING);
    harness.setup();
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return harness;
  }
}
