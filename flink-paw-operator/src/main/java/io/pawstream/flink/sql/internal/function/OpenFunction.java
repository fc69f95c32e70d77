package io.pawstream.flink.sql.internal.function;

import io.pawstream.flink.sql.internal.OpenProgram;
import io.pawstream.runtime.answer.Answer;
import io.pawstream.runtime.answer.Failure;
import io.pawstream.runtime.answer.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded program of a call in one subtask: texts in, values out. One thread, the task's; its
 * futures complete on any.
 *
 * @param <T> what the call gives
 */
final class OpenFunction<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenFunction.class);

  private final OpenProgram program;
  private final String name;
  private final Function<Answer, T> value;
  private final AtomicBoolean told = new AtomicBoolean();

  private OpenFunction(OpenProgram program, String name, Function<Answer, T> value) {
    this.program = program;
    this.name = name;
    this.value = value;
  }

  /** Loads the program; blocks until it is ready. */
  static <T> OpenFunction<T> open(
      @Nullable FunctionSettings settings, FunctionContext context, Function<Answer, T> value) {
    if (settings == null) {
      throw new IllegalStateException(
          "a function must be planned by Flink before it is opened: settings=null");
    }
    OpenProgram program =
        OpenProgram.open(settings.binding(), settings.options(), context.getMetricGroup());
    return new OpenFunction<>(program, settings.binding().name(), value);
  }

  /** Hands one text over; never blocks. NULL gives NULL, as does a failure. */
  CompletableFuture<@Nullable T> ask(@Nullable String text) {
    return text == null
        ? CompletableFuture.completedFuture(null)
        : program.ask(text, (outcome, kept) -> valueOf(outcome));
  }

  private @Nullable T valueOf(Outcome outcome) {
    if (outcome instanceof Answer answer) {
      return value.apply(answer);
    }
    if (outcome instanceof Failure failure && !told.getAndSet(true)) {
      LOG.warn(
          "A row without an answer is NULL: program={}, reason={}, detail={}; said once, ML_PREDICT"
              + " has an error column",
          name,
          failure.reason().code(),
          failure.detail());
    }
    return null;
  }

  @Override
  public void close() {
    program.close();
  }
}
