package io.pawstream.flink.sql;

import io.pawstream.flink.sql.internal.function.AsyncConfidenceFunction;
import io.pawstream.flink.sql.internal.function.AsyncTextFunction;
import io.pawstream.flink.sql.internal.function.ConfidenceFunction;
import io.pawstream.flink.sql.internal.function.TextFunction;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.Module;

/**
 * The functions {@code PAW(program, text)} and {@code PAW_CONFIDENCE(program, text)}: one row after
 * the other, or, where that is chosen and in streaming, several in flight. Used while a statement
 * is planned, by one thread.
 */
@PublicEvolving
public final class PawModule implements Module {
  private static final String TEXT = "PAW";
  private static final String CONFIDENCE = "PAW_CONFIDENCE";

  private final boolean async;
  private final ReadableConfig session;

  /**
   * The functions of a session.
   *
   * @param async see {@link PawModuleFactory#ASYNC}
   * @param session its configuration, read anew with every statement
   */
  public PawModule(boolean async, ReadableConfig session) {
    this.async = async;
    this.session = session;
  }

  @Override
  public Set<String> listFunctions() {
    return Set.of(TEXT, CONFIDENCE);
  }

  @Override
  public Optional<FunctionDefinition> getFunctionDefinition(String name) {
    // Flink plans no asynchronous scalar functions in batch.
    boolean inFlight =
        async && session.get(ExecutionOptions.RUNTIME_MODE) == RuntimeExecutionMode.STREAMING;
    return switch (name.toUpperCase(Locale.ROOT)) {
      case TEXT -> Optional.of(inFlight ? new AsyncTextFunction() : new TextFunction());
      case CONFIDENCE ->
          Optional.of(inFlight ? new AsyncConfidenceFunction() : new ConfidenceFunction());
      default -> Optional.empty();
    };
  }
}
