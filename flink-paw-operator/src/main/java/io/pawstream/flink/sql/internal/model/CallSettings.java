package io.pawstream.flink.sql.internal.model;

import io.pawstream.flink.sql.internal.Timeouts;
import java.io.Serializable;
import java.time.Duration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.MLPredictRuntimeConfigOptions;
import org.jspecify.annotations.Nullable;

/**
 * How Flink calls a function. Immutable; any thread.
 *
 * @param capacity rows in flight per subtask
 * @param deadline from a row's arrival to its outcome; null for none
 */
record CallSettings(int capacity, @Nullable Duration deadline) implements Serializable {
  /**
   * Of an asynchronous {@code ML_PREDICT}.
   *
   * @param call its own options
   * @param session what counts where it has none
   * @throws ValidationException if the model's deadline is not shorter than the timeout
   */
  static CallSettings asynchronous(
      ModelSettings model, ReadableConfig call, ReadableConfig session) {
    Duration timeout = timeout(call, session);
    Duration own = model.binding().options().deadline();
    if (own != null && timeout.toMillis() > 0 && own.compareTo(timeout) >= 0) {
      throw new ValidationException(
          "a deadline must be shorter than the timeout of ML_PREDICT, which fails the job: model="
              + model.binding().name()
              + ", deadline="
              + own
              + ", timeout="
              + timeout
              + "; lower 'deadline', or raise 'timeout' in the call or "
              + ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT.key());
    }
    int capacity =
        call.getOptional(MLPredictRuntimeConfigOptions.ASYNC_MAX_CONCURRENT_OPERATIONS)
            .orElse(
                session.get(
                    ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_MAX_CONCURRENT_OPERATIONS));
    return new CallSettings(capacity, own == null ? Timeouts.before(timeout) : own);
  }

  /** Of a synchronous {@code ML_PREDICT}: one row after the other. */
  static CallSettings synchronous(
      ModelSettings model, ReadableConfig call, ReadableConfig session) {
    Duration own = model.binding().options().deadline();
    return new CallSettings(1, own == null ? Timeouts.before(timeout(call, session)) : own);
  }

  private static Duration timeout(ReadableConfig call, ReadableConfig session) {
    return call.getOptional(MLPredictRuntimeConfigOptions.ASYNC_TIMEOUT)
        .orElse(session.get(ExecutionConfigOptions.TABLE_EXEC_ASYNC_ML_PREDICT_TIMEOUT));
  }
}
