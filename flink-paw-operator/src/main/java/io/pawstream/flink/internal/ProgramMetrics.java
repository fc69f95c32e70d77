package io.pawstream.flink.internal;

import io.pawstream.runtime.Paw;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Served;
import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What one subtask measures of one binding, in the group {@code paw}, {@code program=<name>}. One
 * thread. Failures count before the policy sees them, so {@code inputs = answers + failures} once
 * nothing is in flight.
 */
@Internal
final class ProgramMetrics {
  /** Values that a histogram looks back over. */
  private static final int WINDOW = 1000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final @Nullable Double minConfidence;
  private final Counter inputs;
  private final Counter answers;
  private final Counter failures;
  private final Counter cacheHits;
  private final Counter lowConfidence;
  private final Map<FailureReason, Counter> reasons = new EnumMap<>(FailureReason.class);
  private final Histogram microBatchSize;
  private final Histogram queueWaitMs;
  private final Histogram latencyMs;

  ProgramMetrics(MetricGroup operator, String name, @Nullable Double minConfidence) {
    this.minConfidence = minConfidence;
    MetricGroup group = operator.addGroup("paw").addGroup("program", name);
    inputs = group.counter("inputs");
    answers = group.counter("answers");
    failures = group.counter("failures");
    cacheHits = group.counter("cacheHits");
    lowConfidence = group.counter("lowConfidence");
    for (FailureReason reason : FailureReason.values()) {
      reasons.put(reason, group.addGroup("reason", reason.code()).counter("failures"));
    }
    microBatchSize = histogram(group, "microBatchSize");
    queueWaitMs = histogram(group, "queueWaitMs");
    latencyMs = histogram(group, "latencyMs");
    Gauge<Long> loads = Paw::interpreterLoads;
    group.gauge("interpreterLoads", loads);
  }

  private static Histogram histogram(MetricGroup group, String name) {
    return group.histogram(name, new DescriptiveStatisticsHistogram(WINDOW));
  }

  /** A record came in. */
  void asked() {
    inputs.inc();
  }

  /** Its outcome is there, {@code latencyNanos} after the record came in. */
  void served(Served served, long latencyNanos) {
    if (served.outcome() instanceof Failure failure) {
      failures.inc();
      Counter reason = reasons.get(failure.reason());
      if (reason != null) {
        reason.inc();
      }
    } else if (served.outcome() instanceof Answer answer) {
      answers.inc();
      if (minConfidence != null && answer.confidence() < minConfidence) {
        lowConfidence.inc();
      }
    }
    if (served.cached()) {
      cacheHits.inc();
    } else if (served.microBatch() > 0) {
      microBatchSize.update(served.microBatch());
      queueWaitMs.update(served.queueNanos() / NANOS_PER_MILLI);
    }
    latencyMs.update(latencyNanos / NANOS_PER_MILLI);
  }
}
