package io.pawstream.demo.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A broker in a process of its own, with topics of one partition. One thread. */
public final class Broker implements AutoCloseable {
  private static final Duration STEP = Duration.ofMillis(200);

  private final KafkaProcess process;
  private final String servers;

  private Broker(KafkaProcess process, String servers) {
    this.process = process;
    this.servers = servers;
  }

  /** Starts it and waits until it answers. */
  public static Broker start(WorkFolder folder)
      throws DemoException, IOException, InterruptedException {
    int controller = KafkaProcess.freePort();
    String servers = "localhost:" + KafkaProcess.freePort();
    Map<String, String> options = new HashMap<>();
    options.put("process.roles", "broker,controller");
    options.put("node.id", "1");
    options.put("listeners", "PLAINTEXT://" + servers + ",CONTROLLER://localhost:" + controller);
    options.put("controller.listener.names", "CONTROLLER");
    options.put("controller.quorum.bootstrap.servers", "localhost:" + controller);
    options.put("log.dirs", folder.resolve("broker").toString());
    options.put("offsets.topic.replication.factor", "1");
    options.put("offsets.topic.num.partitions", "1");
    options.put("transaction.state.log.replication.factor", "1");
    options.put("transaction.state.log.min.isr", "1");
    options.put("transaction.state.log.num.partitions", "1");
    options.put("group.initial.rebalance.delay.ms", "0");
    Path file = folder.write("broker.properties", options);
    try (KafkaProcess format =
        KafkaProcess.start(
            folder,
            "preparation of the broker",
            "kafka.tools.StorageTool",
            "format",
            "--standalone",
            "-t",
            // an id of a cluster: 16 bytes in base 64
            "AAAAAAAAAAAAAAAAAAAAAQ",
            "-c",
            file.toString())) {
      format.awaitEnd();
    }
    Broker broker =
        new Broker(KafkaProcess.start(folder, "broker", "kafka.Kafka", file.toString()), servers);
    try {
      broker.process.await(broker::answers);
    } catch (DemoException | IOException | InterruptedException | RuntimeException e) {
      broker.close();
      throw e;
    }
    return broker;
  }

  private boolean answers() throws InterruptedException {
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers", servers,
                "request.timeout.ms", "2000",
                "default.api.timeout.ms", "2000"))) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
      return false;
    }
  }

  /** For clients: {@code host:port}. */
  public String servers() {
    return servers;
  }

  public void create(String... topics) throws DemoException, InterruptedException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(Stream.of(topics).map(t -> new NewTopic(t, 1, (short) 1)).toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new DemoException("the broker makes no topics: " + e.getMessage(), e);
    }
  }

  public void send(String topic, List<String> messages) throws DemoException, InterruptedException {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers), new StringSerializer(), new StringSerializer())) {
      for (var sent :
          messages.stream()
              .map(each -> producer.send(new ProducerRecord<>(topic, each)))
              .toList()) {
        sent.get();
      }
    } catch (ExecutionException e) {
      throw new DemoException("the broker takes no message: " + e.getMessage(), e);
    }
  }

  /** Asked while messages are waited for; throws where none can come any more. */
  @FunctionalInterface
  public interface Watch {
    void check() throws DemoException, IOException, InterruptedException;
  }

  /** The first committed messages of a topic, as soon as there are so many. */
  public List<Message> receive(String topic, int count, Watch watch)
      throws DemoException, IOException, InterruptedException {
    long end = System.nanoTime() + KafkaProcess.PATIENCE.toNanos();
    List<Message> messages = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      while (messages.size() < count) {
        for (ConsumerRecord<String, String> record : consumer.poll(STEP)) {
          messages.add(message(record));
        }
        watch.check();
        if (System.nanoTime() > end) {
          throw new DemoException(
              "messages must arrive in time: topic=" + topic + ", messages=" + messages.size());
        }
      }
    }
    return messages;
  }

  private static Message message(ConsumerRecord<String, String> record) {
    List<Message.Header> headers = new ArrayList<>();
    record
        .headers()
        .forEach(
            header ->
                headers.add(new Message.Header(header.key(), new String(header.value(), UTF_8))));
    return new Message(record.value(), headers);
  }

  @Override
  public void close() {
    process.close();
  }
}
