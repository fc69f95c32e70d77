package io.pawstream.jobs.example.alerts;

import io.pawstream.jobs.internal.topic.format.TopicRecord;
import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * A watermark for every second of event time, so that alerts do not depend on how fast a log is
 * read. Per subtask or partition; one thread.
 */
final class EventTimeSteps implements WatermarkGenerator<TopicRecord> {
  private static final long STEP_MILLIS = 1000;

  private final long lateMillis;
  private long latest = Long.MIN_VALUE;
  private long emitted = Long.MIN_VALUE;

  /** Watermarks so far behind the latest record. */
  EventTimeSteps(Duration late) {
    lateMillis = late.toMillis();
  }

  @Override
  public void onEvent(TopicRecord record, long time, WatermarkOutput output) {
    latest = Math.max(latest, time);
    if (latest != Long.MIN_VALUE
        && (emitted == Long.MIN_VALUE || latest - emitted >= STEP_MILLIS)) {
      emit(output);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (latest > emitted) {
      emit(output);
    }
  }

  private void emit(WatermarkOutput output) {
    emitted = latest;
    output.emitWatermark(new Watermark(latest - lateMillis - 1));
  }
}
