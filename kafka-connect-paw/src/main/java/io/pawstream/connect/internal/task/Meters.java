package io.pawstream.connect.internal.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;

/**
 * Where metrics are kept: with the worker's own, which knows connector and task, or in JMX under
 * {@code io.pawstream.connect} where the host gives none, as Debezium's engine does. One thread.
 */
abstract class Meters implements AutoCloseable {
  private static final AtomicLong INSTANCES = new AtomicLong();

  abstract MetricName name(String name, String meaning, Map<String, String> tags);

  abstract Sensor sensor(String name);

  @Override
  public abstract void close();

  /**
   * The worker's, which removes them itself. It tells metrics of tasks and class loaders apart, but
   * not sensors: those of one name are one, and would count for all.
   */
  static Meters ofWorker(PluginMetrics metrics) {
    String own = UUID.randomUUID() + ".";
    return new Meters() {
      @Override
      MetricName name(String name, String meaning, Map<String, String> tags) {
        return metrics.metricName(name, meaning, new LinkedHashMap<>(tags));
      }

      @Override
      Sensor sensor(String name) {
        return metrics.addSensor(own + name);
      }

      @Override
      public void close() {
        // the worker removes what it was given
      }
    };
  }

  /** Our own in JMX; {@code instance} tells those of one process apart. */
  static Meters ofJmx() {
    String instance = Long.toString(INSTANCES.incrementAndGet());
    Metrics metrics =
        new Metrics(
            new MetricConfig(),
            List.of(new JmxReporter()),
            Time.SYSTEM,
            new KafkaMetricsContext("io.pawstream.connect"));
    return new Meters() {
      @Override
      MetricName name(String name, String meaning, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.put("instance", instance);
        return metrics.metricName(name, "plugins", meaning, all);
      }

      @Override
      Sensor sensor(String name) {
        return metrics.sensor(name);
      }

      @Override
      public void close() {
        metrics.close();
      }
    };
  }
}
