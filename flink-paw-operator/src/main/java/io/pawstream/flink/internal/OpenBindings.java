package io.pawstream.flink.internal;

import io.pawstream.flink.Answered;
import io.pawstream.flink.Binding;
import io.pawstream.flink.InputExtractor;
import io.pawstream.flink.InputUnavailableException;
import io.pawstream.flink.UnreadableRecordException;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.FailureReason;
import io.pawstream.runtime.answer.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * The loaded programs of one subtask: records in, answered records out. Owns a {@link Paw}. One
 * thread, the task's; the futures of {@link InFlight} complete on any.
 *
 * @param <T> the records
 */
@Internal
public final class OpenBindings<T> implements AutoCloseable {
  private final Paw paw;
  private final InputExtractor<T> input;
  private final List<String> names;
  private final List<OpenBinding> bindings;

  private OpenBindings(
      Paw paw, InputExtractor<T> input, List<String> names, List<OpenBinding> bindings) {
    this.paw = paw;
    this.input = input;
    this.names = names;
    this.bindings = bindings;
  }

  /**
   * The bindings as functions keep them.
   *
   * @throws IllegalArgumentException if there is none or two have one name
   */
  public static List<Binding> checked(List<Binding> bindings) {
    if (bindings.isEmpty()) {
      throw new IllegalArgumentException(
          "at least one program must be bound: bindings=0; name one with program(..)");
    }
    Set<String> names = new HashSet<>();
    for (Binding binding : bindings) {
      if (!names.add(binding.name())) {
        throw new IllegalArgumentException(
            "each binding needs a name of its own: name="
                + binding.name()
                + "; give one with program(name, reference)");
      }
    }
    return List.copyOf(bindings);
  }

  /** Loads all programs; holds nothing if one cannot be loaded. */
  public static <T> OpenBindings<T> open(
      InputExtractor<T> input, List<Binding> bindings, PawOptions options, MetricGroup metrics) {
    Paw paw = Paw.open(options);
    try {
      List<OpenBinding> open = new ArrayList<>();
      for (Binding binding : bindings) {
        PawProgram program = paw.load(binding.program(), binding.options());
        open.add(new OpenBinding(binding, program, metrics));
      }
      return new OpenBindings<>(paw, input, bindings.stream().map(Binding::name).toList(), open);
    } catch (RuntimeException | Error e) {
      try {
        paw.close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /**
   * Hands one record to all programs; never blocks, as far as the input extractor does not.
   *
   * @throws InputUnavailableException if the input cannot be had, which is no fault of the record
   */
  public InFlight<T> ask(T record) {
    long start = System.nanoTime();
    List<CompletableFuture<OpenBinding.Timed>> asked = new ArrayList<>(bindings.size());
    String text = null;
    UnreadableRecordException refused = null;
    try {
      text = input.inputOf(record);
    } catch (UnreadableRecordException e) {
      refused = e;
    } catch (InputUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      refused = unexpected(e);
    }
    for (OpenBinding binding : bindings) {
      asked.add(refused == null ? binding.ask(text, start) : binding.refuse(refused, start));
    }
    return new InFlight<>(record, start, asked);
  }

  /** With the class alone: a message may quote the record. */
  private static UnreadableRecordException unexpected(RuntimeException exception) {
    return new UnreadableRecordException(
        FailureReason.INVALID_RECORD,
        "the input must be readable from the record: exception="
            + exception.getClass().getName()
            + "; correct the record or the input extractor");
  }

  /**
   * The answered record; a binding that has no outcome yet gets a failure {@code DEADLINE}. Call it
   * once per record.
   *
   * @throws io.pawstream.flink.UnansweredRecordException where failures fail the job
   */
  public Answered<T> answered(InFlight<T> inFlight) {
    List<Outcome> taken = new ArrayList<>(bindings.size());
    for (int i = 0; i < bindings.size(); i++) {
      taken.add(bindings.get(i).take(inFlight.asked.get(i), inFlight.start));
    }
    List<@Nullable Outcome> outcomes = new ArrayList<>(bindings.size());
    for (int i = 0; i < bindings.size(); i++) {
      outcomes.add(bindings.get(i).afterPolicy(taken.get(i)));
    }
    return new Answered<>(inFlight.record, names, outcomes);
  }

  @Override
  public void close() {
    paw.close();
  }

  /**
   * A record whose programs have been asked.
   *
   * @param <T> the record
   */
  public static final class InFlight<T> {
    private final T record;
    private final long start;
    private final List<CompletableFuture<OpenBinding.Timed>> asked;

    private InFlight(T record, long start, List<CompletableFuture<OpenBinding.Timed>> asked) {
      this.record = record;
      this.start = start;
      this.asked = asked;
    }

    /** Completes when all programs have an outcome. */
    public CompletableFuture<Void> all() {
      return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]));
    }
  }
}
