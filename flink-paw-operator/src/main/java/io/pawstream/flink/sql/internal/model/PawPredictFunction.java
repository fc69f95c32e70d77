package io.pawstream.flink.sql.internal.model;

import io.pawstream.flink.sql.internal.Waiting;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.PredictFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code ML_PREDICT} of one row after the other; micro-batches stay as small as the number of
 * subtasks in the process. One thread, the task's. Public for the code that Flink generates.
 */
@Internal
public final class PawPredictFunction extends PredictFunction {
  private static final long serialVersionUID = 1L;

  private final ModelSettings settings;
  private final CallSettings call;
  private transient @Nullable OpenModel model;

  PawPredictFunction(ModelSettings settings, CallSettings call) {
    this.settings = settings;
    this.call = call;
  }

  @Override
  public void open(FunctionContext context) {
    model = OpenModel.open(settings, call, context);
  }

  @Override
  public Collection<RowData> predict(RowData input) {
    OpenModel opened = Objects.requireNonNull(model, "open() comes first");
    return List.of(Waiting.until(opened.ask(input)));
  }

  /** Also after an {@link #open} that failed; a second call does nothing. */
  @Override
  public void close() {
    OpenModel last = model;
    model = null;
    if (last != null) {
      last.close();
    }
  }
}
