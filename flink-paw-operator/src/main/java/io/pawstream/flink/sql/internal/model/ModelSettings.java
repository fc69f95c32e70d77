package io.pawstream.flink.sql.internal.model;

import static io.pawstream.flink.sql.PawModelOptions.ALLOW_MOVING;
import static io.pawstream.flink.sql.PawModelOptions.BATCH_LINGER;
import static io.pawstream.flink.sql.PawModelOptions.BATCH_SIZE;
import static io.pawstream.flink.sql.PawModelOptions.BATCH_TOKENS;
import static io.pawstream.flink.sql.PawModelOptions.CACHE_DIR;
import static io.pawstream.flink.sql.PawModelOptions.CACHE_SIZE;
import static io.pawstream.flink.sql.PawModelOptions.CLOSE_GRACE;
import static io.pawstream.flink.sql.PawModelOptions.CONTEXT_OVERFLOW_ACTION;
import static io.pawstream.flink.sql.PawModelOptions.DEADLINE;
import static io.pawstream.flink.sql.PawModelOptions.DEFAULT_LABEL;
import static io.pawstream.flink.sql.PawModelOptions.DETERMINISTIC;
import static io.pawstream.flink.sql.PawModelOptions.DOWNLOAD;
import static io.pawstream.flink.sql.PawModelOptions.ERROR_HANDLING_STRATEGY;
import static io.pawstream.flink.sql.PawModelOptions.INTERPRETER;
import static io.pawstream.flink.sql.PawModelOptions.LABELS;
import static io.pawstream.flink.sql.PawModelOptions.LANES;
import static io.pawstream.flink.sql.PawModelOptions.MAX_CONTEXT_SIZE;
import static io.pawstream.flink.sql.PawModelOptions.MAX_INPUT_BYTES;
import static io.pawstream.flink.sql.PawModelOptions.MAX_TOKENS;
import static io.pawstream.flink.sql.PawModelOptions.MIN_CONFIDENCE;
import static io.pawstream.flink.sql.PawModelOptions.PROGRAM;
import static io.pawstream.flink.sql.PawModelOptions.THREADS;

import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.PawConfigOptions;
import io.pawstream.flink.internal.HubPrograms;
import io.pawstream.flink.internal.PawConfiguration;
import io.pawstream.flink.sql.PawModelOptions.ErrorHandling;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.ProgramOptions;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.jspecify.annotations.Nullable;

/**
 * A model as its functions keep it. Immutable; any thread.
 *
 * @param binding its program, under the model's name
 * @param options interpreter and engine
 * @param columns what its rows hold
 */
@Internal
public record ModelSettings(Binding binding, PawOptions options, OutputColumns columns)
    implements Serializable {

  /**
   * Reads a model.
   *
   * @param given its options, already known to exist and to have the right type
   * @param session what {@code SET} and the cluster's configuration hold, which its options refine
   * @throws ValidationException naming what is wrong and the cure
   */
  public static ModelSettings of(
      String model,
      ResolvedCatalogModel catalogModel,
      ReadableConfig given,
      ReadableConfig session) {
    OutputColumns columns = OutputColumns.of(model, catalogModel);
    try {
      Binding binding =
          new Binding(
              model,
              given.get(PROGRAM),
              programOptions(given),
              onFailure(given),
              given.getOptional(MIN_CONFIDENCE).orElse(null));
      boolean moving =
          given.getOptional(ALLOW_MOVING).orElse(session.get(PawConfigOptions.ALLOW_MOVING));
      binding = HubPrograms.pinned(List.of(binding), moving).get(0);
      return new ModelSettings(binding, pawOptions(given, session), columns);
    } catch (RuntimeException e) {
      throw new ValidationException("model=" + model + ": " + e.getMessage(), e);
    }
  }

  private static ProgramOptions programOptions(ReadableConfig given) {
    ProgramOptions none = ProgramOptions.DEFAULT;
    return new ProgramOptions(
        given.getOptional(LABELS).orElse(null),
        given.getOptional(MAX_TOKENS).orElse(none.maxTokens()),
        given.get(CONTEXT_OVERFLOW_ACTION).overflow(),
        bytes(given.getOptional(MAX_INPUT_BYTES).orElse(null), none.maxInputBytes()),
        given.getOptional(DEADLINE).orElse(null),
        false);
  }

  private static int bytes(@Nullable MemorySize size, int otherwise) {
    if (size == null) {
      return otherwise;
    }
    if (size.getBytes() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "max-input-bytes must be below 2 GiB: max-input-bytes=" + size.getBytes());
    }
    return (int) size.getBytes();
  }

  private static OnFailure onFailure(ReadableConfig given) {
    String label = given.getOptional(DEFAULT_LABEL).orElse(null);
    if (given.get(ERROR_HANDLING_STRATEGY) == ErrorHandling.IGNORE) {
      return label == null ? OnFailure.tag() : OnFailure.defaultLabel(label);
    }
    if (label != null) {
      throw new IllegalArgumentException(
          "default-label belongs to error-handling-strategy 'ignore': default-label="
              + label
              + "; remove it or change the strategy");
    }
    return OnFailure.fail();
  }

  /** The session's options with what the model says, in the words of the session. */
  private static PawOptions pawOptions(ReadableConfig given, ReadableConfig session) {
    Configuration refined = new Configuration();
    given.getOptional(INTERPRETER).ifPresent(v -> refined.set(PawConfigOptions.INTERPRETER, v));
    given
        .getOptional(CACHE_DIR)
        .ifPresent(v -> refined.set(PawConfigOptions.INTERPRETER_CACHE_DIR, v));
    given.getOptional(DOWNLOAD).ifPresent(v -> refined.set(PawConfigOptions.DOWNLOAD, v));
    given
        .getOptional(MAX_CONTEXT_SIZE)
        .ifPresent(v -> refined.set(PawConfigOptions.ENGINE_CONTEXT_TOKENS, v));
    given
        .getOptional(BATCH_SIZE)
        .ifPresent(v -> refined.set(PawConfigOptions.ENGINE_MAX_SEQUENCES, v));
    given.getOptional(BATCH_LINGER).ifPresent(v -> refined.set(PawConfigOptions.ENGINE_LINGER, v));
    given
        .getOptional(BATCH_TOKENS)
        .ifPresent(v -> refined.set(PawConfigOptions.ENGINE_BATCH_TOKENS, v));
    given.getOptional(LANES).ifPresent(v -> refined.set(PawConfigOptions.ENGINE_LANES, v));
    given.getOptional(THREADS).ifPresent(v -> refined.set(PawConfigOptions.ENGINE_THREADS, v));
    given
        .getOptional(DETERMINISTIC)
        .ifPresent(v -> refined.set(PawConfigOptions.ENGINE_DETERMINISTIC, v));
    given
        .getOptional(CACHE_SIZE)
        .ifPresent(v -> refined.set(PawConfigOptions.ENGINE_CACHE_SIZE, v));
    given
        .getOptional(CLOSE_GRACE)
        .ifPresent(v -> refined.set(PawConfigOptions.ENGINE_CLOSE_GRACE, v));
    return PawConfiguration.options(PawConfiguration.options(PawOptions.DEFAULT, session), refined);
  }
}
