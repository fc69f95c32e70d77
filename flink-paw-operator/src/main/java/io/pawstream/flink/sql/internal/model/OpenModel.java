package io.pawstream.flink.sql.internal.model;

import io.pawstream.flink.Binding;
import io.pawstream.flink.sql.internal.OpenProgram;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.functions.FunctionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded program of a model in one subtask: rows in, rows out. One thread, the task's; its
 * futures complete on any.
 */
final class OpenModel implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenModel.class);

  private final ModelSettings settings;
  private final OpenProgram program;

  private OpenModel(ModelSettings settings, OpenProgram program) {
    this.settings = settings;
    this.program = program;
  }

  /** Loads the program; blocks until it is ready. */
  static OpenModel open(ModelSettings settings, CallSettings call, FunctionContext context) {
    Binding bound = settings.binding();
    Duration deadline = call.deadline();
    if (deadline != null) {
      bound = bound.withOptions(bound.options().withDeadline(deadline));
    }
    OpenProgram program = OpenProgram.open(bound, settings.options(), context.getMetricGroup());
    try {
      settings.columns().checkLabels(bound.name(), program.labels());
      return new OpenModel(settings, program);
    } catch (RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** Says once per start of the job which setting keeps micro-batches small. */
  void warnOfSmallMicroBatches(int capacity, TaskInfo task) {
    int most = program.maxMicroBatch();
    int parallelism = task.getNumberOfParallelSubtasks();
    if (task.getIndexOfThisSubtask() == 0 && capacity * (long) parallelism < most) {
      LOG.warn(
          "ML_PREDICT fills micro-batches only if as many rows are in flight: model={},"
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

  /** Hands one row's text to the program; never blocks. NULL gives a row of NULLs. */
  CompletableFuture<RowData> ask(RowData input) {
    return input.isNullAt(0)
        ? CompletableFuture.completedFuture(settings.columns().nulls())
        : program.ask(input.getString(0).toString(), settings.columns()::row);
  }

  @Override
  public void close() {
    program.close();
  }
}
