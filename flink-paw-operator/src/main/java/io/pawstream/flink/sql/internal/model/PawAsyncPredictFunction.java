package io.pawstream.flink.sql.internal.model;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.annotation.Internal;
import org.apache.flink.table.data.GenericRowData;
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

  /** As Flink's own, which would quote the row in the message of an exception. */
  @SuppressWarnings("FutureReturnValueIgnored")
  @Override
  public void eval(CompletableFuture<Collection<RowData>> result, Object... input) {
    asyncPredict(GenericRowData.of(input))
        .whenComplete(
            (rows, error) -> {
              if (error == null) {
                result.complete(rows);
              } else {
                result.completeExceptionally(
                    error instanceof CompletionException ? error.getCause() : error);
              }
            });
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
