package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.runtime.ConnectMetrics;
import org.apache.kafka.connect.runtime.ConnectorConfig;
import org.apache.kafka.connect.runtime.TransformationStage;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
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

  /** Options that the worker gives every transform. */
  private static final Set<String> OWN = Set.of("type", "plugin.version", "predicate", "negate");

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
    refuseUnknown(all);
  }

  private void refuseUnknown(Map<String, String> options) {
    Set<String> known = new TreeSet<>();
    for (String kind : List.of("transforms", "predicates")) {
      for (String alias : config.getList(kind)) {
        String prefix = kind + "." + alias + ".";
        OWN.forEach(name -> known.add(prefix + name));
        definition(options.get(prefix + "type")).names().forEach(name -> known.add(prefix + name));
      }
    }
    List<String> unknown =
        options.keySet().stream()
            .filter(name -> name.matches("(transforms|predicates)\\..*"))
            .filter(name -> !known.contains(name))
            .toList();
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown options: " + unknown);
    }
  }

  private static ConfigDef definition(String type) {
    try {
      Object plugin = Class.forName(type).getDeclaredConstructor().newInstance();
      return plugin instanceof Transformation<?> transform
          ? transform.config()
          : ((Predicate<?>) plugin).config();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("must be a transform or a predicate: " + type, e);
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
