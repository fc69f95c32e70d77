package io.pawstream.flink.sql.internal.function;

import io.pawstream.runtime.answer.Answer;
import java.io.Serializable;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/**
 * One call of a function: planned, then open in a subtask. Functions of Flink have different
 * superclasses and hold one of these instead. One thread, the task's.
 *
 * @param <T> what the call gives
 */
final class FunctionCall<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final @Nullable FunctionSettings settings;
  private transient @Nullable OpenFunction<T> open;

  /**
   * @param settings null before planning
   */
  FunctionCall(@Nullable FunctionSettings settings) {
    this.settings = settings;
  }

  void open(FunctionContext context, Function<Answer, T> value) {
    open = OpenFunction.open(settings, context, value);
  }

  /** Hands one text over; never blocks. NULL gives NULL, as does a failure. */
  CompletableFuture<@Nullable T> ask(@Nullable String text) {
    return Objects.requireNonNull(open, "open() comes first").ask(text);
  }

  /** As {@link #ask(String)}, into a future of Flink. */
  @SuppressWarnings("FutureReturnValueIgnored")
  void ask(@Nullable String text, CompletableFuture<@Nullable T> result) {
    ask(text)
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(error);
              }
            });
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  void close() {
    OpenFunction<T> last = open;
    open = null;
    if (last != null) {
      last.close();
    }
  }
}
