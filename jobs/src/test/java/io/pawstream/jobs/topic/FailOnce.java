package io.pawstream.jobs.topic;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;

/** A producer's partitioner that fails the job once, while a transaction is open. */
public final class FailOnce implements Partitioner {
  /** Records until the failure; below 0 there is none. */
  static final AtomicInteger LEFT = new AtomicInteger(-1);

  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] bytes, Cluster cluster) {
    if (LEFT.getAndUpdate(left -> Math.max(left - 1, -1)) == 0) {
      throw new IllegalStateException("the failure of this test");
    }
    return 0;
  }

  @Override
  public void configure(Map<String, ?> settings) {}

  @Override
  public void close() {}
}
