package io.pawstream.flink.sql.internal.model;

import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.functions.AsyncPredictFunction;
import org.apache.flink.table.functions.PredictFunction;
import org.apache.flink.table.ml.AsyncPredictRuntimeProvider;
import org.apache.flink.table.ml.ModelProvider;
import org.apache.flink.table.ml.PredictRuntimeProvider;

/**
 * Makes the functions of one model, once per {@code ML_PREDICT}. Used while a statement is planned,
 * by one thread.
 *
 * @param settings the model
 * @param session what {@code SET} and the cluster's configuration hold
 */
@Internal
public record PawModelProvider(ModelSettings settings, ReadableConfig session)
    implements AsyncPredictRuntimeProvider, PredictRuntimeProvider {

  @Override
  public AsyncPredictFunction createAsyncPredictFunction(Context context) {
    return new PawAsyncPredictFunction(
        settings, CallSettings.asynchronous(settings, context.runtimeConfig(), session));
  }

  @Override
  public PredictFunction createPredictFunction(Context context) {
    return new PawPredictFunction(
        settings, CallSettings.synchronous(settings, context.runtimeConfig(), session));
  }

  @Override
  public ModelProvider copy() {
    return this;
  }
}
