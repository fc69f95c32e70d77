package io.pawstream.jobs.internal.label;

import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * Listens for the operator's metric {@code microBatchSize} in this process. Any thread; one run at
 * a time.
 */
public final class MicroBatches implements MetricReporter {
  private static final String METRIC = "microBatchSize";
  private static final Queue<Histogram> SEEN = new ConcurrentLinkedQueue<>();

  /** Makes the listener; named in the job's configuration. */
  public static final class Factory implements MetricReporterFactory {
    @Override
    public MetricReporter createMetricReporter(Properties properties) {
      return new MicroBatches();
    }
  }

  /**
   * Mean inputs per micro-batch over what the metrics look back on; NaN where there was none.
   * Forgets them.
   */
  static double takeMean() {
    long inputs = 0;
    double batches = 0;
    for (Histogram next = SEEN.poll(); next != null; next = SEEN.poll()) {
      // one value per input: an input of a micro-batch of n stands for a part 1/n of it
      for (long size : next.getStatistics().getValues()) {
        inputs++;
        batches += 1.0 / size;
      }
    }
    return inputs == 0 ? Double.NaN : inputs / batches;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    if (name.equals(METRIC) && metric instanceof Histogram histogram) {
      SEEN.add(histogram);
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {}
}
