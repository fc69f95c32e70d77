package io.pawstream.benchmarks.internal.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pawstream.benchmarks.internal.measure.Measured;
import io.pawstream.benchmarks.internal.measure.Round;
import io.pawstream.benchmarks.internal.measure.Subject;
import io.pawstream.benchmarks.internal.report.Unit;
import io.pawstream.connect.PawTransform;
import io.pawstream.runtime.engine.EngineOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A sink connector with the transform, a partition for each task, and a sink that forgets. Measured
 * from the moment when tasks may begin, all records lying in the topic, until the last one is at
 * the sink. One connector at a time has records.
 */
public final class ConnectTasks implements Measured {
  /** What the transform calls the program. */
  static final String NAME = "measured";

  private final String key;
  private final Subject subject;
  private final ConnectWorker worker;
  private final int tasks;

  /**
   * Creates topic and connector.
   *
   * @param tasks its {@code tasks.max}
   */
  public ConnectTasks(String key, Subject subject, ConnectWorker worker, int tasks)
      throws InterruptedException {
    this.key = key;
    this.subject = subject;
    this.worker = worker;
    this.tasks = tasks;
    worker.createTopic(key, tasks);
    worker.configure(key, options());
  }

  private Map<String, String> options() {
    EngineOptions engine = subject.engine();
    Map<String, String> options = new HashMap<>();
    options.put("connector.class", CountingSink.class.getName());
    options.put("tasks.max", Integer.toString(tasks));
    options.put("topics", key);
    options.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
    options.put("value.converter", "org.apache.kafka.connect.storage.StringConverter");
    options.put("transforms", "gate,ask");
    options.put("transforms.gate.type", GateTransform.class.getName());
    options.put("transforms.ask.type", PawTransform.Value.class.getName());
    options.put("transforms.ask.programs", NAME + "=" + subject.reference());
    options.put(
        "transforms.ask.interpreter",
        subject.interpreter().file() + "@sha256:" + subject.interpreter().sha256());
    options.put("transforms.ask.deadline.ms", "600000");
    options.put("transforms.ask.engine.lanes", Integer.toString(engine.lanes()));
    options.put("transforms.ask.engine.threads", Integer.toString(engine.threads()));
    options.put("transforms.ask.engine.max.sequences", Integer.toString(engine.maxSequences()));
    options.put("transforms.ask.engine.batch.tokens", Integer.toString(engine.batchTokens()));
    options.put("transforms.ask.engine.cache.bytes", Long.toString(engine.cacheBytes()));
    List<String> labels = subject.program().labels();
    if (labels != null) {
      options.put("transforms.ask.label.set", String.join(",", labels));
    }
    return options;
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public String label() {
    return "Kafka Connect, tasks.max " + tasks;
  }

  @Override
  public Unit unit() {
    return Unit.RECORDS_PER_SECOND;
  }

  @Override
  public int grain() {
    return tasks;
  }

  @Override
  public Round run(int amount) throws InterruptedException {
    Run run = new Run(amount);
    Run.current = run;
    IntFunction<String> texts = subject.stream();
    try (KafkaProducer<byte[], byte[]> producer = worker.producer()) {
      for (int i = 0; i < amount; i++) {
        byte[] text = texts.apply(i).getBytes(UTF_8);
        producer.send(new ProducerRecord<>(key, i % tasks, null, text));
      }
    }
    run.open();
    while (!run.awaitEnd()) {
      String trouble = worker.trouble(key);
      if (!trouble.isEmpty()) {
        throw new IllegalStateException("all tasks must run: connector=" + key + ", " + trouble);
      }
    }
    if (run.answers() != amount) {
      throw new IllegalStateException(
          "every record must get an answer: records=" + amount + ", answers=" + run.answers());
    }
    return run.whole();
  }

  @Override
  public void close() {
    worker.delete(key);
  }
}
