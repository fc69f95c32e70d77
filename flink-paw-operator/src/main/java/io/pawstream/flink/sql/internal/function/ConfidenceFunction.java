package io.pawstream.flink.sql.internal.function;

import io.pawstream.flink.sql.internal.Waiting;
import io.pawstream.runtime.answer.Answer;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.ScalarFunction;
import org.apache.flink.table.functions.SpecializedFunction;
import org.apache.flink.table.functions.UserDefinedFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code PAW_CONFIDENCE(program, text)}: the confidence of one row after the other. One thread, the
 * task's. Public for the code that Flink generates.
 */
@Internal
public final class ConfidenceFunction extends ScalarFunction implements SpecializedFunction {
  private static final long serialVersionUID = 1L;

  private final FunctionCall<Double> call;

  /** As Flink looks it up; planning makes one for each call. */
  public ConfidenceFunction() {
    this(null);
  }

  private ConfidenceFunction(@Nullable FunctionSettings settings) {
    this.call = new FunctionCall<>(settings);
  }

  @Override
  public UserDefinedFunction specialize(SpecializedContext context) {
    return new ConfidenceFunction(FunctionSettings.of("PAW_CONFIDENCE", context));
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

  /** Blocks for the value of one row. */
  public @Nullable Double eval(String program, @Nullable String text) {
    return Waiting.until(call.ask(text));
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  @Override
  public void close() {
    call.close();
  }
}
