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
 * Tells the first line of an error at once, counts the equal ones that come within a window of
 * event time, and tells their number when it is over. Keyed by {@link LogEvent#errorKey()}; one
 * thread.
 *
 * <p>A line past the window ends it as a watermark does, so that what comes out does not depend on
 * how often watermarks are sent. State goes with its window; where event time stands still it goes
 * after {@code kept}.
 */
public final class RepeatedErrors extends KeyedProcessFunction<String, LogEvent, Alert> {
  private static final long serialVersionUID = 1L;

  private final long windowMillis;
  private final Duration kept;
  private transient @Nullable ValueState<Incident> state;

  /**
   * A function.
   *
   * @param window event time from an error's first line in which it is not told again
   * @param kept time of the clock after which state goes whatever happens
   */
  public RepeatedErrors(Duration window, Duration kept) {
    windowMillis = window.toMillis();
    this.kept = kept;
  }

  /**
   * Lines of one error.
   *
   * @param until end of its window
   * @param first time of the first line
   * @param last time of the last one
   * @param count how many
   * @param line the first one that came
   */
  public record Incident(long until, long first, long last, int count, LogEvent line) {
    Incident and(long time) {
      return new Incident(until, Math.min(first, time), Math.max(last, time), count + 1, line);
    }

    Alert alert(Alert.Kind kind) {
      return new Alert(kind, line.host(), line.service(), line.message(), first, last, count);
    }
  }

  @Override
  public void open(OpenContext context) {
    ValueStateDescriptor<Incident> descriptor =
        new ValueStateDescriptor<>("incident", TypeInformation.of(Incident.class));
    descriptor.enableTimeToLive(StateTtlConfig.newBuilder(kept).build());
    state = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(LogEvent line, Context context, Collector<Alert> out)
      throws Exception {
    ValueState<Incident> incidents = Objects.requireNonNull(state, "open() comes first");
    Incident incident = incidents.value();
    if (incident != null && line.time() >= incident.until()) {
      context.timerService().deleteEventTimeTimer(incident.until());
      end(incident, out);
      incident = null;
    }
    if (incident == null) {
      long until = line.time() + windowMillis;
      incident = new Incident(until, line.time(), line.time(), 1, line);
      context.timerService().registerEventTimeTimer(until);
      out.collect(incident.alert(Alert.Kind.ERROR));
    } else {
      incident = incident.and(line.time());
    }
    incidents.update(incident);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Alert> out) throws Exception {
    ValueState<Incident> incidents = Objects.requireNonNull(state, "open() comes first");
    Incident incident = incidents.value();
    if (incident != null && incident.until() <= time) {
      end(incident, out);
      incidents.clear();
    }
  }

  private static void end(Incident incident, Collector<Alert> out) {
    if (incident.count() > 1) {
      out.collect(incident.alert(Alert.Kind.REPEATED));
    }
  }
}
