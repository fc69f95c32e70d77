package io.pawstream.flink.sql.internal;

import io.pawstream.flink.Binding;
import io.pawstream.flink.internal.OpenBinding;
import io.pawstream.flink.internal.OpenBinding.Timed;
import io.pawstream.runtime.Paw;
import io.pawstream.runtime.PawProgram;
import io.pawstream.runtime.answer.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded program of a model in one subtask: rows in, rows out. Owns a {@link Paw}. One thread,
 * the task's; its futures complete on any.
 */
final class OpenModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenModel.class);

  private final ModelSettings settings;
  private final Paw paw;
  private final PawProgram program;
  private final OpenBinding binding;
  private volatile boolean closed;

  private OpenModel(ModelSettings settings, Paw paw, PawProgram program, OpenBinding binding) {
    this.settings = settings;
    this.paw = paw;
    this.program = program;
    this.binding = binding;
  }

  /** Loads the program; blocks until it is ready. */
  static OpenModel open(ModelSettings settings, CallSettings call, FunctionContext context) {
    Binding bound = settings.binding();
    Duration deadline = call.deadline();
    Paw paw = Paw.open(settings.options());
    try {
      PawProgram program =
          paw.load(
              bound.program(),
              deadline == null ? bound.options() : bound.options().withDeadline(deadline));
      settings.columns().checkLabels(bound.name(), program.labels());
      OpenBinding binding = new OpenBinding(bound, program, context.getMetricGroup());
      return new OpenModel(settings, paw, program, binding);
    } catch (RuntimeException | Error e) {
      try {
        paw.close();
      } catch (RuntimeException second) {
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  /** Says once per job which setting keeps micro-batches small. */
  void warnOfSmallMicroBatches(int capacity, TaskInfo task) {
    int most = program.maxMicroBatch();
    int parallelism = task.getNumberOfParallelSubtasks();
    if (task.getIndexOfThisSubtask() == 0 && capacity * (long) parallelism < most) {
      LOG.warn(
          "ML_PREDICT must have a micro-batch of rows in flight to fill it: model={},"
              + " max-concurrent-operations={}, parallelism={}, micro-batch={}; set"
              + " 'max-concurrent-operations' to {} in the call, or {}",
          settings.binding().name(),
          capacity,
          parallelism,
          most,
          (2 * most + parallelism - 1) / parallelism,
          ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS.key());
    }
  }

  /**
   * Hands one row's text to the program; never blocks. The future never completes once this is
   * closed: what a closing task says would hide why it closes.
   */
  @SuppressWarnings("FutureReturnValueIgnored")
  CompletableFuture<RowData> ask(RowData input) {
    if (input.isNullAt(0)) {
      return CompletableFuture.completedFuture(settings.columns().nulls());
    }
    long start = System.nanoTime();
    CompletableFuture<Timed> asked = binding.ask(input.getString(0).toString(), start);
    CompletableFuture<RowData> row = new CompletableFuture<>();
    asked.whenComplete(
        (timed, error) -> {
          if (!closed) {
            complete(row, asked, start);
          }
        });
    return row;
  }

  private void complete(
      CompletableFuture<RowData> row, CompletableFuture<Timed> asked, long start) {
    try {
      Outcome outcome = taken(asked, start);
      row.complete(settings.columns().row(outcome, binding.afterPolicy(outcome)));
    } catch (RuntimeException e) {
      row.completeExceptionally(e);
    }
  }

  /** Engine threads meet here: a binding's counters are for one thread. */
  private synchronized Outcome taken(CompletableFuture<Timed> asked, long start) {
    return binding.take(asked, start);
  }

  @Override
  public void close() {
    closed = true;
    paw.close();
  }
}
