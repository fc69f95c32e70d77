package io.pawstream.benchmarks.internal.connect;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectStandalone;

/** A broker and a worker in this process. One thread. */
public final class ConnectWorker implements AutoCloseable {
  private final EmbeddedConnectStandalone connect;

  /** Starts both. */
  public ConnectWorker() {
    Map<String, String> worker = new HashMap<>();
    worker.put("plugin.discovery", "service_load");
    Properties broker = new Properties();
    broker.put("group.initial.rebalance.delay.ms", "0");
    connect =
        new EmbeddedConnectStandalone.Builder().workerProps(worker).brokerProps(broker).build();
    connect.start();
  }

  void createTopic(String topic, int partitions) {
    connect.kafka().createTopic(topic, partitions);
  }

  KafkaProducer<byte[], byte[]> producer() {
    return connect.kafka().createProducer(Map.of());
  }

  void configure(String name, Map<String, String> options) throws InterruptedException {
    connect.configureConnector(name, options);
    connect
        .assertions()
        .assertConnectorAndExactlyNumTasksAreRunning(
            name, Integer.parseInt(options.getOrDefault("tasks.max", "1")), name);
  }

  /** Why the connector has a task that does not run; empty where all do. */
  String trouble(String name) {
    return connect.connectorStatus(name).tasks().stream()
        .filter(task -> !task.state().equals("RUNNING"))
        .map(task -> task.state() + ": " + task.trace())
        .findFirst()
        .orElse("");
  }

  void delete(String name) {
    connect.deleteConnector(name);
  }

  @Override
  public void close() {
    connect.stop();
  }
}
