package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.TransformationStage;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.util.ConnectorTaskId;

/** Options of a connector, read by the classes of Kafka Connect's worker. */
final class ConnectorConfiguration {
  private static final Map<String, String> WORKER =
      Map.of(
          "bootstrap.servers", "localhost:1",
          "key.converter", "org.apache.kafka.connect.storage.StringConverter",
          "value.converter", "org.apache.kafka.connect.storage.StringConverter",
          "offset.storage.file.filename", "unused",
          "plugin.discovery", "service_load");

  private final Plugins plugins = new Plugins(WORKER);
  private final ConnectorConfig config;

  /** Refuses what the worker refuses when the connector is created, and unknown options of ours. */
  ConnectorConfiguration(Map<String, String> options) {
    Map<String, String> all = new HashMap<>(options);
    all.putIfAbsent("name", "page");
    all.putIfAbsent("connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector");
    all.putIfAbsent("topics", "messages");
    all.replaceAll((key, value) -> value.replace("/programs/", Places.PROGRAMS + "/"));
    config = new ConnectorConfig(plugins, all);
    refuseUnknown(all, config);
  }

  private static void refuseUnknown(Map<String, String> options, ConnectorConfig config) {
      {
    Set<String> known = new TreeSet<>(config.values().keySet());
    Set<String> unknown = new TreeSet<>();
    for (String name : options.keySet()) {
      if (name.matches("(transforms|predicates)\\..*") && !known.contains(name)) {
        unknown.add(name);
      }
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown options: " + unknown);
    }
  }

  /** What a message looks like behind the transforms: its value, then its headers. */
  String apply(String value) {
    ConnectMetrics metrics =
        new ConnectMetrics("page", new StandaloneConfig(WORKER), Time.SYSTEM, "cluster");
    List<TransformationStage<SinkRecord>> stages =
        config.transformationStages(plugins, new ConnectorTaskId("page", 0), metrics);
    try {
      SinkRecord record = new SinkRecord("messages", 0, null, null, null, value, 0);
      for (TransformationStage<SinkRecord> stage : stages) {
        record = stage.apply(record);
        if (record == null) {
          return "dropped\n";
        }
      }
      StringBuilder shown = new StringBuilder(text(record.value())).append('\n');
      for (Header header : record.headers()) {
        shown.append(header.key()).append(' ').append(text(header.value())).append('\n');
      }
      return shown.toString();
    } finally {
      stages.forEach(TransformationStage::close);
      metrics.stop();
    }
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(value);
  }
}
