package io.pawstream.jobs.example.alerts;

import java.time.Duration;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a job which was started says nothing any more: a program sees a line, silence has
 * none. Keyed by {@link LogEvent#serviceKey()}; one thread.
 *
 * <p>A line of progress moves the deadline, the end of the job lifts it. A line past the deadline
 * proves the silence as a watermark does. The end of a bounded input is no silence.
 */
public final class StallTimer extends KeyedProcessFunction<String, LogEvent, Alert> {
  private static final long serialVersionUID = 1L;

  private final long patienceMillis;
  private final Duration kept;
  private transient @Nullable ValueState<Run> state;

  /**
   * A function.
   *
   * @param patience event time without a line after which a job has stalled
   * @param kept time of the clock after which state goes whatever happens
   */
  public StallTimer(Duration patience, Duration kept) {
    patienceMillis = patience.toMillis();
    this.kept = kept;
  }

  /**
   * A job that was started.
   *
   * @param deadline when the next line must have come
   * @param last time of the last line
   * @param count lines so far
   * @param stalled whether that was told
   * @param start the line that told its start
   */
  public record Run(long deadline, long last, int count, boolean stalled, LogEvent start) {
    Alert alert(Alert.Kind kind) {
      return new Alert(
          kind, start.host(), start.service(), start.message(), start.time(), last, count);
    }
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Run> descriptor =
        new ValueStateDescriptor<>("run", TypeInformation.of(Run.class));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(kept).build());
    state = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(LogEvent line, Context context, Collector<Alert> out)
      throws Exception {
    if (line.phase() == LogEvent.Phase.OTHER) {
      return;
    }
    ValueState<Run> runs = Objects.requireNonNull(state, "open() comes first");
    Run run = runs.value();
    if (run == null && line.phase() != LogEvent.Phase.START) {
      // its start was never seen
      return;
    }
    if (run == null) {
      next(null, started(line), runs, context);
      return;
    }
    if (line.time() < run.last()) {
      // overtaken by a later one, which said all that matters
      return;
    }
    Run before = run;
    if (!run.stalled() && line.time() >= run.deadline()) {
      out.collect(run.alert(Alert.Kind.STALLED));
      run = new Run(run.deadline(), run.last(), run.count(), true, run.start());
    }
    Run after = after(run, line);
    if (run.stalled() && line.phase() != LogEvent.Phase.START) {
      out.collect(
          new Run(run.deadline(), line.time(), run.count() + 1, false, run.start())
              .alert(Alert.Kind.RESUMED));
    }
    next(before, after, runs, context);
  }

  private @Nullable Run after(Run run, LogEvent line) {
    return switch (line.phase()) {
      case START -> started(line);
      case FINISH -> null;
      default ->
          new Run(line.time() + patienceMillis, line.time(), run.count() + 1, false, run.start());
    };
  }

  private Run started(LogEvent line) {
    return new Run(line.time() + patienceMillis, line.time(), 1, false, line);
  }

  private static void next(
      @Nullable Run before, @Nullable Run after, ValueState<Run> runs, Context context)
      throws Exception {
    if (before != null && !before.stalled()) {
      context.timerService().deleteEventTimeTimer(before.deadline());
    }
    if (after == null) {
      runs.clear();
    } else {
      context.timerService().registerEventTimeTimer(after.deadline());
      runs.update(after);
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Alert> out) throws Exception {
    ValueState<Run> runs = Objects.requireNonNull(state, "open() comes first");
    Run run = runs.value();
    boolean end = context.timerService().currentWatermark() == Long.MAX_VALUE;
    if (run != null && !end && !run.stalled() && run.deadline() <= time) {
      out.collect(run.alert(Alert.Kind.STALLED));
      runs.update(new Run(run.deadline(), run.last(), run.count(), true, run.start()));
    }
  }
}
