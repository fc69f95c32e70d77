package io.pawstream.flink.sql.internal.model;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.FunctionContext;
import org.jspecify.annotations.Nullable;

/**
 * {@code ML_PREDICT} that keeps several rows in flight. One thread, the task's. Public for the code
 * that Flink generates.
 */
@Internal
public final class PawAsyncPredictFunction extends AsyncPredictFunction {
  private static final long serialVersionUID = 1L;

  private final ModelSettings settings;
  private final CallSettings call;
  private transient @Nullable OpenModel model;

  PawAsyncPredictFunction(ModelSettings settings, CallSettings call) {
    this.settings = settings;
    this.call = call;
  }

  @Override
  public void open(FunctionContext context) {
    OpenModel opened = OpenModel.open(settings, call, context);
    model = opened;
    opened.warnOfSmallMicroBatches(call.capacity(), context.getTaskInfo());
  }

  @Override
  public CompletableFuture<Collection<RowData>> asyncPredict(RowData input) {
    OpenModel opened = Objects.requireNonNull(model, "open() comes first");
    return opened.ask(input).thenApply(List::of);
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
