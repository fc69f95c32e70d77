package io.pawstream.connect;

import io.pawstream.connect.internal.config.PredicateOptions;
import io.pawstream.connect.internal.config.Verdict;
import io.pawstream.connect.internal.record.Input;
import io.pawstream.connect.internal.record.InputReader;
import io.pawstream.connect.internal.record.RecordPart;
import io.pawstream.connect.internal.task.Failures;
import io.pawstream.connect.internal.task.TaskPrograms;
import io.pawstream.connect.internal.task.Version;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.Monitorable;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * True when a program's label is one of the chosen ones, with enough confidence: makes {@code
 * Filter} and every other transform fuzzy. Asks about the value; {@link Key} about the key. One
 * thread, the task's.
 *
 * @param <R> records of a source or a sink
 */
public class PawPredicate<R extends ConnectRecord<R>> implements Predicate<R>, Monitorable {

  /** What Kafka's tools print about the predicate. */
  public static final String OVERVIEW_DOC =
      "True for records whose label, by a fuzzy program (.paw), is one of the chosen labels with"
          + " enough confidence.";

  /** All options. */
  public static final ConfigDef CONFIG_DEF = PredicateOptions.DEF;

  private final RecordPart part;
  private @Nullable Configured configured;
  private @Nullable PluginMetrics pluginMetrics;

  private record Configured(PredicateOptions options, InputReader reader, TaskPrograms programs) {}

  /** For the value of records. */
  public PawPredicate() {
    this(RecordPart.VALUE);
  }

  private PawPredicate(RecordPart part) {
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
   * @throws ConnectException if the program cannot be loaded
   */
  @Override
  public void configure(Map<String, ?> properties) {
    close();
    PredicateOptions options = PredicateOptions.of(properties);
    TaskPrograms programs = new TaskPrograms(options.ask());
    if (options.ask().preload()) {
      programs.preload();
    }
    configured = new Configured(options, new InputReader(part, options.ask().input()), programs);
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
   * Whether the program's label is one of the chosen ones, with enough confidence.
   *
   * @throws org.apache.kafka.connect.errors.DataException if there is no answer and the policy is
   *     to fail
   * @throws org.apache.kafka.connect.errors.RetriableException the same where only time was lacking
   * @throws ConnectException if the program cannot be loaded
   */
  @Override
  public boolean test(R record) {
    Configured now = configured;
    if (now == null) {
      throw new ConnectException("a predicate must be configured before its first record");
    }
    try {
      return test(now, record);
    } catch (Error e) {
      // an Error would end the task whatever errors.tolerance says
      throw Failures.error(e);
    }
  }

  private boolean test(Configured now, R record) {
    PredicateOptions options = now.options();
    Input input = now.reader().read(record);
    if (input instanceof Input.None && options.onNull() != Verdict.FAIL) {
      return options.onNull() == Verdict.TRUE;
    }
    String name = options.ask().bindings().get(0).name();
    Outcome outcome = now.programs().ask(input, record instanceof SinkRecord).get(name);
    if (outcome instanceof Answer answer) {
      return options.labels().contains(answer.value())
          && answer.confidence() >= now.programs().minConfidence(name);
    }
    Failure failure = (Failure) Objects.requireNonNull(outcome);
    boolean fails = input instanceof Input.None || options.onFailure() == Verdict.FAIL;
    if (fails || failure.reason() == FailureReason.CLOSED) {
      throw Failures.unanswered(name, failure);
    }
    return options.onFailure() == Verdict.TRUE;
  }

  /** Lets the program go. Idempotent, also before {@link #configure}. */
  @Override
  public void close() {
    Configured last = configured;
    if (last != null) {
      last.programs().close();
    }
  }

  /** For the key of records. One thread, the task's. */
  public static final class Key<R extends ConnectRecord<R>> extends PawPredicate<R> {
    public Key() {
      super(RecordPart.KEY);
    }
  }
}
