package io.pawstream.benchmarks.internal.connect;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/** Holds records back until a measurement begins. One thread, the task's. */
public final class GateTransform implements Transformation<SinkRecord> {
  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void configure(Map<String, ?> properties) {
    // nothing to configure
  }

  @Override
  public SinkRecord apply(SinkRecord record) {
    try {
      Run.running().pass();
    } catch (InterruptedException e) {
      throw new ConnectException(e);
    }
    return record;
  }

  @Override
  public void close() {
    // nothing to close
  }
}
