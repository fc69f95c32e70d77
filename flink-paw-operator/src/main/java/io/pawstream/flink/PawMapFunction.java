package io.pawstream.flink;

import io.pawstream.flink.internal.EngineRelease;
import io.pawstream.flink.internal.HubPrograms;
import io.pawstream.flink.internal.OpenBindings;
import io.pawstream.flink.internal.OpenBindings.InFlight;
import io.pawstream.runtime.PawOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks all bindings about each record and waits for their outcomes. Micro-batches stay as small as
 * the number of subtasks in the process, so {@link PawAsyncFunction} is many times faster; this one
 * is for jobs that want one record at a time and no state. One thread, the task's.
 *
 * <p>Every record comes out once. A failure follows its binding's {@link OnFailure}; that of a side
 * output stays in the {@link Answered}.
 *
 * @param <T> the records
 */
@PublicEvolving
public final class PawMapFunction<T> extends RichMapFunction<T, Answered<T>> {
  private static final long serialVersionUID = 1L;

  private final InputExtractor<T> input;
  private final List<Binding> bindings;
  private final PawOptions options;
  private final Duration timeout;
  private transient @Nullable OpenBindings<T> open;

  /**
   * A function over {@code bindings}.
   *
   * @param timeout longest wait for the outcomes of one record
   * @throws IllegalArgumentException if there is no binding or two have one name
   */
  public PawMapFunction(
      InputExtractor<T> input, List<Binding> bindings, PawOptions options, Duration timeout) {
    this.input = Objects.requireNonNull(input, "input");
    this.bindings = HubPrograms.requireStill(OpenBindings.checked(bindings));
    this.options = Objects.requireNonNull(options, "options");
    this.timeout = Objects.requireNonNull(timeout, "timeout");
  }

  @Override
  public void open(OpenContext context) {
    EngineRelease.withTheJob(getRuntimeContext());
    open = OpenBindings.open(input, bindings, options, getRuntimeContext().getMetricGroup());
  }

  @Override
  public Answered<T> map(T record) throws InterruptedException {
    OpenBindings<T> opened = Objects.requireNonNull(open, "open() comes first");
    InFlight<T> asked = opened.ask(record);
    try {
      asked.all().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // What is missing becomes a failure DEADLINE.
    } catch (ExecutionException e) {
      // Thrown again below, where the outcomes are taken.
    }
    return opened.answered(asked);
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  @Override
  public void close() {
    OpenBindings<T> last = open;
    open = null;
    if (last != null) {
      last.close();
    }
  }
}
