package io.pawstream.flink;

import io.pawstream.flink.internal.EngineRelease;
import io.pawstream.flink.internal.HubPrograms;
import io.pawstream.flink.internal.OpenBindings;
import io.pawstream.flink.internal.OpenBindings.InFlight;
import io.pawstream.runtime.PawOptions;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks all bindings about each record at once and goes on when all have an outcome. Used by {@link
 * PawStreams}; by hand with {@code AsyncDataStream}. One thread, the task's.
 *
 * <p>Every record comes out once. A failure follows its binding's {@link OnFailure}; that of a side
 * output stays in the {@link Answered}, since an async function cannot reach side outputs.
 *
 * @param <T> the records
 */
@PublicEvolving
public final class PawAsyncFunction<T> extends RichAsyncFunction<T, Answered<T>> {
  private static final long serialVersionUID = 1L;

  // Results go to Flink as suppliers, which run in the task's thread: counters and policies need
  // no lock, and a policy's exception fails the task itself. completeExceptionally would put the
  // record's text into the exception's message.

  private final InputExtractor<T> input;
  private final List<Binding> bindings;
  private final PawOptions options;
  private transient @Nullable OpenBindings<T> open;
  private transient @Nullable IdentityHashMap<ResultFuture<Answered<T>>, InFlight<T>> inFlight;

  /**
   * A function over {@code bindings}.
   *
   * @throws IllegalArgumentException if there is no binding or two have one name
   */
  public PawAsyncFunction(InputExtractor<T> input, List<Binding> bindings, PawOptions options) {
    this.input = Objects.requireNonNull(input, "input");
    this.bindings = HubPrograms.requireStill(OpenBindings.checked(bindings));
    this.options = Objects.requireNonNull(options, "options");
  }

  @Override
  public void open(OpenContext context) {
    inFlight = new IdentityHashMap<>();
    EngineRelease.withTheJob(getRuntimeContext());
    open = OpenBindings.open(input, bindings, options, getRuntimeContext().getMetricGroup());
  }

  // An exception of complete() can only be Flink's: the task was cancelled, the record is in state.
  @SuppressWarnings("FutureReturnValueIgnored")
  @Override
  public void asyncInvoke(T record, ResultFuture<Answered<T>> result) {
    InFlight<T> asked = opened().ask(record);
    waiting().put(result, asked);
    asked.all().whenComplete((done, error) -> complete(result, asked));
  }

  /** Outcomes that are there count; what is missing becomes a failure {@code DEADLINE}. */
  @Override
  public void timeout(T record, ResultFuture<Answered<T>> result) {
    InFlight<T> asked = waiting().get(result);
    if (asked != null) {
      complete(result, asked);
    }
  }

  private void complete(ResultFuture<Answered<T>> result, InFlight<T> asked) {
    // Of an answer and a timeout that meet, Flink runs one supplier only.
    result.complete(
        () -> {
          waiting().remove(result);
          return List.of(opened().answered(asked));
        });
  }

  private OpenBindings<T> opened() {
    return Objects.requireNonNull(open, "open() comes first");
  }

  private IdentityHashMap<ResultFuture<Answered<T>>, InFlight<T>> waiting() {
    return Objects.requireNonNull(inFlight, "open() comes first");
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
