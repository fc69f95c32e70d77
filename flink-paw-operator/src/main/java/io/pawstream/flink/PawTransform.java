package io.pawstream.flink;

import io.pawstream.flink.internal.FailureSplit;
import io.pawstream.flink.internal.HubPrograms;
import io.pawstream.flink.internal.OpenBindings;
import io.pawstream.flink.internal.PawConfiguration;
import io.pawstream.flink.typeinfo.AnsweredTypeInfo;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a transform needs; made by {@link PawStreams#transform}. One thread.
 *
 * <p>A setting of a program applies to the program named last. All programs are asked about a
 * record at once, and the record goes on when all have an outcome.
 *
 * @param <T> the records
 */
@PublicEvolving
public final class PawTransform<T> {
  private final DataStream<T> stream;
  private final List<Binding> bindings = new ArrayList<>();
  private @Nullable InputExtractor<T> input;
  private PawOptions options = PawOptions.DEFAULT;
  private int capacity = PawConfigOptions.ASYNC_CAPACITY.defaultValue();
  private Duration timeout = PawConfigOptions.ASYNC_TIMEOUT.defaultValue();
  private boolean ordered = PawConfigOptions.ASYNC_ORDERED.defaultValue();
  private boolean blocking;
  private boolean allowMoving;
  private String name = "paw";
  private @Nullable String uid;

  PawTransform(DataStream<T> stream) {
    this.stream = Objects.requireNonNull(stream, "stream");
  }

  /** Where the input text of a record is. */
  public PawTransform<T> input(InputExtractor<T> value) {
    input = Objects.requireNonNull(value, "input");
    return this;
  }

  /** Binds a program under its file name without ending. */
  public PawTransform<T> program(String reference) {
    return binding(Binding.of(reference));
  }

  /** Binds a program under a name of its own. */
  public PawTransform<T> program(String bindingName, String reference) {
    return binding(Binding.of(bindingName, reference));
  }

  /** Adds a binding made elsewhere. */
  public PawTransform<T> binding(Binding value) {
    bindings.add(Objects.requireNonNull(value, "binding"));
    return this;
  }

  /**
   * Takes everything that {@link PawConfigOptions} lists from a configuration: adds its bindings,
   * sorted by name, and replaces the other settings that it holds.
   *
   * @throws IllegalArgumentException naming the key that is unknown or wrong
   */
  public PawTransform<T> bindings(ReadableConfig configuration) {
    bindings.addAll(PawConfiguration.bindings(configuration));
    options = PawConfiguration.options(options, configuration);
    configuration.getOptional(PawConfigOptions.ASYNC_CAPACITY).ifPresent(this::capacity);
    configuration.getOptional(PawConfigOptions.ASYNC_TIMEOUT).ifPresent(this::timeout);
    ordered = configuration.getOptional(PawConfigOptions.ASYNC_ORDERED).orElse(ordered);
    allowMoving = configuration.getOptional(PawConfigOptions.ALLOW_MOVING).orElse(allowMoving);
    return this;
  }

  /** The closed label set of the last program, in order; none for free text. */
  public PawTransform<T> labels(String... labels) {
    return programOptions(o -> o.withLabels(List.of(labels)));
  }

  /** Most tokens that a free text of the last program may have. */
  public PawTransform<T> maxTokens(int tokens) {
    return programOptions(o -> o.withMaxTokens(tokens));
  }

  /** What is cut out of inputs that do not fit the last program's context window. */
  public PawTransform<T> overflow(Overflow overflow) {
    return programOptions(o -> o.withOverflow(overflow));
  }

  /** UTF-8 bytes of input that ever reach the last program's tokenizer. */
  public PawTransform<T> maxInputBytes(int bytes) {
    return programOptions(o -> o.withMaxInputBytes(bytes));
  }

  /**
   * Longest time from submission to outcome in the last program's engine, for a program that may
   * take less than the whole {@link #timeout}.
   */
  public PawTransform<T> deadline(Duration deadline) {
    return programOptions(o -> o.withDeadline(deadline));
  }

  /** Puts the score of each label into the last program's answers. */
  public PawTransform<T> scores() {
    return programOptions(o -> o.withScores(true));
  }

  /** What the last program does with failures; {@link OnFailure#tag()} where nothing is chosen. */
  public PawTransform<T> onFailure(OnFailure policy) {
    return last(b -> b.withOnFailure(policy));
  }

  /** Confidence below which the last program's answers count in {@code lowConfidence}. */
  public PawTransform<T> minConfidence(double confidence) {
    return last(b -> b.withMinConfidence(confidence));
  }

  private PawTransform<T> programOptions(UnaryOperator<ProgramOptions> change) {
    return last(b -> b.withOptions(change.apply(b.options())));
  }

  private PawTransform<T> last(UnaryOperator<Binding> change) {
    if (bindings.isEmpty()) {
      throw new IllegalStateException("a program's settings follow its program(..): programs=0");
    }
    int index = bindings.size() - 1;
    bindings.set(index, change.apply(bindings.get(index)));
    return this;
  }

  /**
   * Accepts slugs of the hub without version and digest; each stands for what it is when the job is
   * submitted.
   */
  public PawTransform<T> allowMoving() {
    allowMoving = true;
    return this;
  }

  /** What the programs are loaded with: interpreter and engine. */
  public PawTransform<T> options(PawOptions value) {
    options = Objects.requireNonNull(value, "options");
    return this;
  }

  /** Records in flight per subtask; twice a micro-batch keeps the engine busy. */
  public PawTransform<T> capacity(int records) {
    if (records < 1) {
      throw new IllegalArgumentException("capacity must be at least 1: capacity=" + records);
    }
    capacity = records;
    return this;
  }

  /** From a record's arrival to its outcomes; what is late is a failure {@code DEADLINE}. */
  public PawTransform<T> timeout(Duration value) {
    if (value.toMillis() < 1) {
      throw new IllegalArgumentException("timeout must be at least 1 ms: timeout=" + value);
    }
    timeout = value;
    return this;
  }

  /** Records leave in the order they came; the default. */
  public PawTransform<T> ordered() {
    ordered = true;
    return this;
  }

  /** Records leave as soon as they are answered, though never past a watermark. */
  public PawTransform<T> unordered() {
    ordered = false;
    return this;
  }

  /** One record at a time in a {@link PawMapFunction}: no state, small micro-batches, slow. */
  public PawTransform<T> blocking() {
    blocking = true;
    return this;
  }

  /** Name of the operator; {@code paw} where nothing is chosen. */
  public PawTransform<T> name(String value) {
    name = Objects.requireNonNull(value, "name");
    return this;
  }

  /** Identity of the operator in savepoints, which hold its records in flight. */
  public PawTransform<T> uid(String value) {
    uid = Objects.requireNonNull(value, "uid");
    return this;
  }

  /**
   * Adds the operators to the job. Programs of the hub are resolved here, once, so that all tasks
   * run the same bytes.
   *
   * @return the answered records; its side outputs are those of {@link OnFailure#sideOutput}
   * @throws IllegalStateException if there is no {@link #input}
   * @throws IllegalArgumentException if there is no binding or two have one name
   * @throws io.pawstream.runtime.program.ProgramException if a program of the hub moves and that is
   *     not allowed
   * @throws io.pawstream.runtime.hub.HubException if a program of the hub cannot be fetched here
   */
  public SingleOutputStreamOperator<Answered<T>> apply() {
    if (input == null) {
      throw new IllegalStateException("a transform needs to know its input; add input(..)");
    }
    List<Binding> checked = HubPrograms.pinned(OpenBindings.checked(bindings), allowMoving);
    List<Binding> bound = checked.stream().map(this::withDeadline).toList();
    SingleOutputStreamOperator<Answered<T>> answered =
        identified(blocking ? mapped(input, bound) : asked(input, bound), "");
    if (!FailureSplit.isNeeded(bound)) {
      return answered;
    }
    FailureSplit<T> split = FailureSplit.of(bound, stream.getType());
    return identified(answered.process(split, answered.getType()), "-side-outputs");
  }

  /** So that an engine under overload drops what the operator no longer waits for. */
  private Binding withDeadline(Binding binding) {
    ProgramOptions run = binding.options();
    return run.deadline() == null ? binding.withOptions(run.withDeadline(timeout)) : binding;
  }

  private SingleOutputStreamOperator<Answered<T>> mapped(
      InputExtractor<T> from, List<Binding> bound) {
    return stream.map(
        new PawMapFunction<>(from, bound, options, timeout), AnsweredTypeInfo.of(stream.getType()));
  }

  private SingleOutputStreamOperator<Answered<T>> asked(
      InputExtractor<T> from, List<Binding> bound) {
    PawAsyncFunction<T> function = new PawAsyncFunction<>(from, bound, options);
    long millis = timeout.toMillis();
    SingleOutputStreamOperator<Answered<T>> asked =
        ordered
            ? AsyncDataStream.orderedWait(stream, function, millis, TimeUnit.MILLISECONDS, capacity)
            : AsyncDataStream.unorderedWait(
                stream, function, millis, TimeUnit.MILLISECONDS, capacity);
    return asked.returns(AnsweredTypeInfo.of(stream.getType()));
  }

  private SingleOutputStreamOperator<Answered<T>> identified(
      SingleOutputStreamOperator<Answered<T>> operator, String suffix) {
    operator.name(name + suffix);
    return uid == null ? operator : operator.uid(uid + suffix);
  }
}
