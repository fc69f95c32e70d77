package io.pawstream.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.runtime.rest.entities.ConfigInfos;
import org.apache.kafka.connect.runtime.rest.errors.ConnectRestException;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectStandalone;
import org.apache.kafka.test.TestUtils;

/**
 * A broker and a worker in this process. The one place that knows the classes Kafka tests itself
 * with: they come without a promise.
 */
final class ConnectHarness implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private final EmbeddedConnectStandalone connect;

  ConnectHarness() {
    Map<String, String> worker = new HashMap<>();
    worker.put("plugin.discovery", "service_load");
    worker.put("offset.flush.interval.ms", "1000");
    connect = new EmbeddedConnectStandalone.Builder().workerProps(worker).build();
    connect.start();
  }

  String bootstrap() {
    return connect.kafka().bootstrapServers();
  }

  void createTopic(String topic, int partitions) {
    connect.kafka().createTopic(topic, partitions);
  }

  void produce(String topic, int partition, String value) {
    connect.kafka().produce(topic, partition, null, value);
  }

  /** As many records as are expected of these topics, values as text. */
  List<ConsumerRecord<byte[], byte[]>> consume(int count, String... topics) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    connect.kafka().consume(count, PATIENCE.toMillis(), topics).forEach(records::add);
    return records;
  }

  /** Creates or changes a connector; the name is one of its options. */
  void configure(Map<String, String> options) {
    connect.configureConnector(options.get("name"), options);
  }

  /** How the worker refuses a connector: an HTTP status. */
  int refused(Map<String, String> options) {
    try {
      configure(options);
    } catch (ConnectRestException e) {
      return e.statusCode();
    }
    throw new AssertionError("the worker must refuse the connector: " + options);
  }

  ConfigInfos validate(Map<String, String> options) {
    return connect.validateConnectorConfig(options.get("connector.class"), options);
  }

  void awaitRunning(String connector, int tasks) throws InterruptedException {
    connect.assertions().assertConnectorAndExactlyNumTasksAreRunning(connector, tasks, connector);
  }

  void awaitFailed(String connector, int tasks) throws InterruptedException {
    connect.assertions().assertConnectorIsRunningAndTasksHaveFailed(connector, tasks, connector);
  }

  /** Why the first task of a connector failed. */
  String trace(String connector) {
    return connect.connectorStatus(connector).tasks().get(0).trace();
  }

  void delete(String connector) {
    connect.deleteConnector(connector);
  }

  /** Values of a metric of all tasks of a connector. */
  static List<Double> metric(String type, String connector, String tags, String name)
      throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    List<Double> values = new ArrayList<>();
    for (ObjectName bean :
        server.queryNames(
            new ObjectName(
                "kafka.connect:type=%s,connector=%s,%s*".formatted(type, connector, tags)),
            null)) {
      // counts per reason have the name of their sum
      if (bean.getKeyProperty("reason") == null) {
        values.add(((Number) server.getAttribute(bean, name)).doubleValue());
      }
    }
    return values;
  }

  static void await(String what, Callable<Boolean> condition) throws InterruptedException {
    TestUtils.waitForCondition(condition::call, PATIENCE.toMillis(), what);
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }

  static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }

  static Path programs() {
    return Path.of("..", "programs").toAbsolutePath().normalize();
  }

  @Override
  public void close() {
    connect.stop();
  }
}
