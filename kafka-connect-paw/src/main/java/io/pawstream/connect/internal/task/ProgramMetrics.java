package io.pawstream.connect.internal.task;

import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Served;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.CumulativeSum;
import org.apache.kafka.common.metrics.stats.Max;

/**
 * What one task measures of one program, with the tag {@code program}. One thread. Failures count
 * before the policy sees them, so {@code inputs-total = answers-total + failures-total} whenever
 * the task is between records.
 */
final class ProgramMetrics {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Meters meters;
  private final String program;
  private final Sensor inputs;
  private final Sensor answers;
  private final Sensor failures;
  private final Sensor cacheHits;
  private final Sensor lowConfidence;
  private final Map<FailureReason, Sensor> reasons = new EnumMap<>(FailureReason.class);
  private final Sensor microBatchSize;
  private final Sensor queueWait;
  private final Sensor latency;

  ProgramMetrics(Meters meters, String program) {
    this.meters = meters;
    this.program = program;
    inputs = total("inputs", "Inputs the program was asked about.");
    answers = total("answers", "Answers the program gave.");
    failures = total("failures", "Inputs without an answer, before the policy.");
    cacheHits = total("cache-hits", "Answers that were prepared, or shared with an equal input.");
    lowConfidence = total("low-confidence", "Answers below min.confidence.");
    for (FailureReason reason : FailureReason.values()) {
      Sensor sensor = meters.sensor(sensorName("failures." + reason.code()));
      sensor.add(
          meters.name(
              "failures-total",
              "Inputs without an answer for this reason, before the policy.",
              reasonTags(reason)),
          new CumulativeSum());
      reasons.put(reason, sensor);
    }
    microBatchSize = spread("micro-batch-size", "Inputs in the micro-batch of an input.");
    queueWait = spread("queue-wait-ms", "Milliseconds that an input waited for its micro-batch.");
    latency = spread("latency-ms", "Milliseconds from an input to its outcome.");
  }

  /** In this order, which is that of the MBean's name: rules of the JMX exporter depend on it. */
  private Map<String, String> reasonTags(FailureReason reason) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("program", program);
    tags.put("reason", reason.code());
    return tags;
  }

  private String sensorName(String name) {
    return "paw." + program + '.' + name;
  }

  private Sensor total(String name, String meaning) {
    Sensor sensor = meters.sensor(sensorName(name));
    sensor.add(
        meters.name(name + "-total", meaning, Map.of("program", program)), new CumulativeSum());
    return sensor;
  }

  private Sensor spread(String name, String meaning) {
    Sensor sensor = meters.sensor(sensorName(name));
    Map<String, String> tags = Map.of("program", program);
    sensor.add(meters.name(name + "-avg", meaning + " Mean of the last minute.", tags), new Avg());
    sensor.add(meters.name(name + "-max", meaning + " Most of the last minute.", tags), new Max());
    return sensor;
  }

  /** An input came in. */
  void asked() {
    inputs.record();
  }

  /** Its outcome is there, {@code latencyNanos} after it came in. */
  void served(Served served, long latencyNanos, double minConfidence) {
    if (served.outcome() instanceof Failure failure) {
      failures.record();
      Sensor reason = reasons.get(failure.reason());
      if (reason != null) {
        reason.record();
      }
    } else if (served.outcome() instanceof Answer answer) {
      answers.record();
      if (answer.confidence() < minConfidence) {
        lowConfidence.record();
      }
    }
    if (served.cached()) {
      cacheHits.record();
    } else if (served.microBatch() > 0) {
      microBatchSize.record(served.microBatch());
      queueWait.record(served.queueNanos() / NANOS_PER_MILLI);
    }
    latency.record(latencyNanos / NANOS_PER_MILLI);
  }
}
