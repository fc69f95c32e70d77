package io.pawstream.connect;

import io.pawstream.connect.internal.config.AskOptions;
import io.pawstream.connect.internal.config.Binding;
import io.pawstream.connect.internal.config.OnNull;
import io.pawstream.connect.internal.config.Output;
import io.pawstream.connect.internal.config.TransformOptions;
import io.pawstream.connect.internal.record.Input;
import io.pawstream.connect.internal.record.InputReader;
import io.pawstream.connect.internal.record.RecordPart;
import io.pawstream.connect.internal.record.RecordWriter;
import io.pawstream.connect.internal.task.Failures;
import io.pawstream.connect.internal.task.TaskPrograms;
import io.pawstream.connect.internal.task.Version;
import io.pawstream.runtime.answer.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Asks programs about each record and lets the record carry their outcomes: in headers, in a field,
 * or by the topic it goes to. One thread, the task's.
 *
 * <p>Nothing is loaded before {@link #configure}, and nothing is held before the first record.
 *
 * @param <R> records of a source or a sink
 */
public abstract class PawTransform<R extends ConnectRecord<R>>
    implements Transformation<R>, Monitorable {

  /** What Kafka's tools print about the transform. */
  public static final String OVERVIEW_DOC =
      "Asks fuzzy programs (.paw) about each record, in this process and without a network, and"
          + " writes label, confidence and program digest to headers or a field, or routes the"
          + " record to the topic of its label. Use the transformation type designed for the record"
          + " key (<code>"
          + Key.class.getName()
          + "</code>) or value (<code>"
          + Value.class.getName()
          + "</code>).";

  /** All options. */
  public static final ConfigDef CONFIG_DEF = TransformOptions.DEF;

  private final RecordPart part;
  private @Nullable Configured configured;
  private @Nullable PluginMetrics pluginMetrics;

  private record Configured(
      TransformOptions options, InputReader reader, RecordWriter writer, TaskPrograms programs) {}

  PawTransform(RecordPart part) {
    this.part = part;
  }

  @Override
  public ConfigDef config() {
    return CONFIG_DEF;
  }

  @Override
  public String version() {
    return Version.get();
  }

  /**
   * Reads the options.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming an option that is wrong
   * @throws ConnectException if a program cannot be loaded
   */
  @Override
  public void configure(Map<String, ?> properties) {
    close();
    TransformOptions options = TransformOptions.of(properties);
    AskOptions ask = options.ask();
    Map<String, Boolean> labelled = new LinkedHashMap<>();
    for (Binding binding : ask.bindings()) {
      labelled.put(binding.name(), !binding.labels().isEmpty());
    }
    TaskPrograms programs = new TaskPrograms(ask);
    RecordWriter writer =
        new RecordWriter(
            part,
            options.output() == Output.FIELD ? options.outputField() : null,
            options.output() == Output.HEADER ? options.outputHeaderPrefix() : null,
            options.outputTopic(),
            programs::minConfidence,
            labelled);
    if (ask.preload()) {
      programs.preload();
    }
    configured = new Configured(options, new InputReader(part, ask.input()), writer, programs);
    PluginMetrics given = pluginMetrics;
    if (given != null) {
      programs.meter(given);
    }
  }

  /** Keeps metrics with the worker's; the worker calls this after {@link #configure}. */
  @Override
  public void withPluginMetrics(PluginMetrics metrics) {
    pluginMetrics = metrics;
    Configured now = configured;
    if (now != null) {
      now.programs().meter(metrics);
    }
  }

  /**
   * A record like this one with its outcomes; itself is never changed.
   *
   * @return null where the record is dropped
   * @throws org.apache.kafka.connect.errors.DataException if the record has a failure and those are
   *     to fail, or cannot carry outcomes
   * @throws org.apache.kafka.connect.errors.RetriableException the same where only time was lacking
   * @throws ConnectException if a program cannot be loaded
   */
  @Override
  public @Nullable R apply(R record) {
    Configured now = configured;
    if (now == null) {
      throw new ConnectException("a transform must be configured before its first record");
    }
    try {
      return answered(now, record);
    } catch (Error e) {
      // an Error would end the task whatever errors.tolerance says
      throw Failures.error(e);
    }
  }

  private @Nullable R answered(Configured now, R record) {
    TransformOptions options = now.options();
    Input input = now.writer().isTombstone(record) ? new Input.None() : now.reader().read(record);
    Map<String, @Nullable Outcome> outcomes = new LinkedHashMap<>();
    if (input instanceof Input.None && options.onNull() == OnNull.DROP) {
      return null;
    } else if (input instanceof Input.None && options.onNull() == OnNull.KEEP) {
      options.ask().bindings().forEach(binding -> outcomes.put(binding.name(), null));
    } else {
      now.programs()
          .ask(input, record instanceof SinkRecord)
          .forEach(
              (name, outcome) ->
                  outcomes.put(
                      name,
                      Failures.afterPolicy(
                          options.onFailure(), options.defaultLabel(), name, outcome)));
    }
    return now.writer().write(record, outcomes);
  }

  /** Lets the programs go. Idempotent, also before {@link #configure}. */
  @Override
  public void close() {
    Configured last = configured;
    if (last != null) {
      last.programs().close();
    }
  }

  /** For the key of records. One thread, the task's. */
  public static final class Key<R extends ConnectRecord<R>> extends PawTransform<R> {
    public Key() {
      super(RecordPart.KEY);
    }
  }

  /** For the value of records. One thread, the task's. */
  public static final class Value<R extends ConnectRecord<R>> extends PawTransform<R> {
    public Value() {
      super(RecordPart.VALUE);
    }
  }
}
