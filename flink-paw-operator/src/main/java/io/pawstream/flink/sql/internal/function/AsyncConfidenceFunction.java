package io.pawstream.flink.sql.internal.function;

import io.pawstream.runtime.answer.Answer;
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

  private final FunctionCall<Double> call;

  /** As Flink looks it up; planning makes one for each call. */
  public AsyncConfidenceFunction() {
    this(null);
  }

  private AsyncConfidenceFunction(@Nullable FunctionSettings settings) {
    this.call = new FunctionCall<>(settings);
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
    call.open(context, Answer::confidence);
  }

  // What waits is bound by table.exec.async-scalar.max-concurrent-operations.
  public void eval(
      CompletableFuture<@Nullable Double> result, String program, @Nullable String text) {
    call.ask(text, result);
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  @Override
  public void close() {
    call.close();
  }
}
