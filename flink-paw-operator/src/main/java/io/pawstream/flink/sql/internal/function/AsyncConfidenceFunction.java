package io.pawstream.flink.sql.internal.function;

import io.pawstream.runtime.answer.Answer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.functions.AsyncScalarFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code PAW_CONFIDENCE(program, text)}: the confidence, with several rows in flight. One thread,
 * the task's. Public for the code that Flink generates.
 */
@Internal
public final class AsyncConfidenceFunction extends AsyncScalarFunction
    implements SpecializedFunction {
  private static final long serialVersionUID = 1L;

  private final @Nullable FunctionSettings settings;
  private transient @Nullable OpenFunction<Double> open;

  /** As Flink looks it up; planning makes one for each call. */
  public AsyncConfidenceFunction() {
    this(null);
  }

  private AsyncConfidenceFunction(@Nullable FunctionSettings settings) {
    this.settings = settings;
  }

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    return new AsyncConfidenceFunction(FunctionSettings.of("PAW_CONFIDENCE", context));
  }

  /** Near ties may come out differently in another micro-batch. */
  @Override
  public boolean isDeterministic() {
    return false;
  }

  @Override
  public void open(FunctionContext context) {
    open = OpenFunction.open(settings, context, Answer::confidence);
  }

  // What waits is bound by table.exec.async-scalar.max-concurrent-operations.
  @SuppressWarnings("FutureReturnValueIgnored")
  public void eval(
      CompletableFuture<@Nullable Double> result, String program, @Nullable String text) {
    opened()
        .ask(text)
        .whenComplete(
            (value, error) -> {
              if (error == null) {
                result.complete(value);
              } else {
                result.completeExceptionally(error);
              }
            });
  }

  private OpenFunction<Double> opened() {
    return Objects.requireNonNull(open, "open() comes first");
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  @Override
  public void close() {
    OpenFunction<Double> last = open;
    open = null;
    if (last != null) {
      last.close();
    }
  }
}
