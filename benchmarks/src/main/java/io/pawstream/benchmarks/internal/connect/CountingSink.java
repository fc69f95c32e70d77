package io.pawstream.benchmarks.internal.connect;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** A sink that counts answered records and forgets them. */
public final class CountingSink extends SinkConnector {
  private Map<String, String> properties = Map.of();

  @Override
  public void start(Map<String, String> given) {
    properties = Map.copyOf(given);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return CountingTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, properties);
  }

  @Override
  public void stop() {
    // nothing to stop
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public String version() {
    return "1";
  }

  /** Counts. One thread, the worker's. */
  public static final class CountingTask extends SinkTask {
    @Override
    public void start(Map<String, String> given) {
      // nothing to start
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      for (SinkRecord record : records) {
        boolean label =
            record.headers().lastWithName("paw." + ConnectTasks.NAME + ".label") != null;
        Run.running()
            .leave(
                label
                    || record.headers().lastWithName("paw." + ConnectTasks.NAME + ".text") != null);
      }
    }

    @Override
    public void stop() {
      // nothing to stop
    }

    @Override
    public String version() {
      return "1";
    }
  }
}
