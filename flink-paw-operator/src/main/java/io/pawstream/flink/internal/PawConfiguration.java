package io.pawstream.flink.internal;

import static io.pawstream.flink.PawConfigOptions.BINDINGS_PREFIX;
import static io.pawstream.flink.PawConfigOptions.PREFIX;

import io.pawstream.flink.Binding;
import io.pawstream.flink.OnFailure;
import io.pawstream.flink.PawConfigOptions;
import io.pawstream.flink.PawConfigOptions.FailureMode;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.engine.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads the {@code paw.*} keys of a configuration. Keys that do not exist are refused, so that a
 * misspelt one is never a silent default. Stateless; any thread.
 */
@Internal
public final class PawConfiguration {
  private static final Pattern PINNED = Pattern.compile(".+@sha256:[0-9a-fA-F]{64}");

  private PawConfiguration() {}

  /**
   * The bindings, sorted by name: a configuration has no order.
   *
   * @throws IllegalArgumentException naming the key that is wrong and the cure
   */
  public static List<Binding> bindings(ReadableConfig config) {
    TreeSet<String> names = new TreeSet<>();
    for (String key : config.toMap().keySet()) {
      if (key.startsWith(PREFIX)) {
        check(key);
        if (key.startsWith(BINDINGS_PREFIX)) {
          names.add(key.substring(BINDINGS_PREFIX.length(), key.lastIndexOf('.')));
        }
      }
    }
    return names.stream().map(name -> binding(name, config)).toList();
  }

  private static void check(String key) {
    List<String> known = new ArrayList<>(keys(PawConfigOptions.jobOptions()));
    int end = key.lastIndexOf('.');
    String name =
        key.startsWith(BINDINGS_PREFIX) && end > BINDINGS_PREFIX.length()
            ? key.substring(BINDINGS_PREFIX.length(), end)
            : "<name>";
    known.addAll(keys(PawConfigOptions.bindingOptions(name)));
    if (!known.contains(key)) {
      throw new IllegalArgumentException(
          "a paw key must be a known one: key="
              + key
              + "; the nearest known key is "
              + Nearest.of(key, known));
    }
  }

  private static List<String> keys(Collection<ConfigOption<?>> options) {
    return options.stream().map(ConfigOption::key).toList();
  }

  private static Binding binding(String name, ReadableConfig config) {
    ConfigOption<String> key = PawConfigOptions.program(name);
    String program =
        config
            .getOptional(key)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "a binding needs a program: binding=" + name + "; set " + key.key()));
    return new Binding(
        name,
        program,
        programOptions(name, config),
        onFailure(name, config),
        config.getOptional(PawConfigOptions.minConfidence(name)).orElse(null));
  }

  private static ProgramOptions programOptions(String name, ReadableConfig config) {
    ConfigOption<?> bytesKey = PawConfigOptions.maxInputBytes(name);
    long bytes = config.get(PawConfigOptions.maxInputBytes(name)).getBytes();
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          bytesKey.key() + " must be below 2 GiB: " + bytesKey.key() + "=" + bytes);
    }
    return new ProgramOptions(
        config.getOptional(PawConfigOptions.labels(name)).orElse(null),
        config.get(PawConfigOptions.maxTokens(name)),
        Overflow.of(config.get(PawConfigOptions.overflow(name))),
        (int) bytes,
        config.getOptional(PawConfigOptions.deadline(name)).orElse(null),
        config.get(PawConfigOptions.scores(name)));
  }

  private static OnFailure onFailure(String name, ReadableConfig config) {
    FailureMode mode = config.get(PawConfigOptions.onFailure(name));
    refuseUnless(mode == FailureMode.DEFAULT_LABEL, PawConfigOptions.defaultLabel(name), config);
    refuseUnless(mode == FailureMode.SIDE_OUTPUT, PawConfigOptions.sideOutput(name), config);
    return switch (mode) {
      case FAIL -> OnFailure.fail();
      case NULL -> OnFailure.nullAnswer();
      case TAG -> OnFailure.tag();
      case SIDE_OUTPUT -> new OnFailure.SideOutput(config.get(PawConfigOptions.sideOutput(name)));
      case DEFAULT_LABEL -> {
        ConfigOption<String> key = PawConfigOptions.defaultLabel(name);
        yield OnFailure.defaultLabel(
            config
                .getOptional(key)
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "on-failure default-label needs a label: binding="
                                + name
                                + "; set "
                                + key.key())));
      }
    };
  }

  private static void refuseUnless(boolean used, ConfigOption<?> option, ReadableConfig config) {
    if (!used && config.getOptional(option).isPresent()) {
      throw new IllegalArgumentException(
          option.key() + " belongs to another on-failure; remove it or change on-failure");
    }
  }

  /**
   * {@code base} with what the configuration sets of interpreter and engine.
   *
   * @throws IllegalArgumentException naming the value that is wrong and the cure
   */
  public static PawOptions options(PawOptions base, ReadableConfig config) {
    EngineOptions.Builder engine = base.engine().toBuilder();
    config.getOptional(PawConfigOptions.ENGINE_NAME).ifPresent(engine::engine);
    config
        .getOptional(PawConfigOptions.ENGINE_WEIGHTS)
        .ifPresent(code -> engine.weights(Weights.of(code)));
    config.getOptional(PawConfigOptions.ENGINE_DEVICE).ifPresent(engine::device);
    config.getOptional(PawConfigOptions.ENGINE_GPU_LAYERS).ifPresent(engine::gpuLayers);
    config.getOptional(PawConfigOptions.ENGINE_LANES).ifPresent(engine::lanes);
    config.getOptional(PawConfigOptions.ENGINE_THREADS).ifPresent(engine::threads);
    config.getOptional(PawConfigOptions.ENGINE_MAX_SEQUENCES).ifPresent(engine::maxSequences);
    config.getOptional(PawConfigOptions.ENGINE_BATCH_TOKENS).ifPresent(engine::batchTokens);
    config.getOptional(PawConfigOptions.ENGINE_CONTEXT_TOKENS).ifPresent(engine::contextTokens);
    config.getOptional(PawConfigOptions.ENGINE_LINGER).ifPresent(engine::linger);
    config.getOptional(PawConfigOptions.ENGINE_DETERMINISTIC).ifPresent(engine::deterministic);
    config
        .getOptional(PawConfigOptions.ENGINE_CACHE_SIZE)
        .ifPresent(size -> engine.cacheBytes(size.getBytes()));
    config.getOptional(PawConfigOptions.ENGINE_MAX_WAITING).ifPresent(engine::maxWaiting);
    config.getOptional(PawConfigOptions.ENGINE_CLOSE_GRACE).ifPresent(engine::closeGrace);
    PawOptions options = base.withEngine(engine.build());
    String interpreter = config.getOptional(PawConfigOptions.INTERPRETER).orElse(null);
    if (interpreter != null) {
      options = options.withInterpreter(pinned(interpreter)).withUnpinnedInterpreter(false);
    }
    String cacheDir = config.getOptional(PawConfigOptions.INTERPRETER_CACHE_DIR).orElse(null);
    options = cacheDir == null ? options : options.withCacheDir(cacheDir);
    return options.withDownload(
        config.getOptional(PawConfigOptions.DOWNLOAD).orElse(options.download()));
  }

  private static String pinned(String interpreter) {
    if (isFile(interpreter) && !PINNED.matcher(interpreter).matches()) {
      throw new IllegalArgumentException(
          "an interpreter file needs its digest: paw.interpreter="
              + interpreter
              + "; write it as path@sha256: and 64 hex digits");
    }
    return interpreter;
  }

  private static boolean isFile(String interpreter) {
    return interpreter.contains("/")
        || interpreter.contains("\\")
        || interpreter.contains("@")
        || interpreter.endsWith(".gguf");
  }
}
