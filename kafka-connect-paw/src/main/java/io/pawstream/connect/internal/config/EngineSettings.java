package io.pawstream.connect.internal.config;

import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.Weights;
import io.pawstream.runtime.interpreter.KnownInterpreter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;

/** Options of interpreter and engine. Stateless; any thread. */
final class EngineSettings {
  private static final String INTERPRETER = "interpreter";
  private static final String INTERPRETER_CACHE_DIR = "interpreter.cache.dir";
  private static final String NAME = "engine.name";
  private static final String WEIGHTS = "engine.weights";
  private static final String DEVICE = "engine.device";
  private static final String GPU_LAYERS = "engine.gpu.layers";
  private static final String LANES = "engine.lanes";
  private static final String THREADS = "engine.threads";
  private static final String MAX_SEQUENCES = "engine.max.sequences";
  private static final String BATCH_TOKENS = "engine.batch.tokens";
  private static final String CONTEXT_TOKENS = "engine.context.tokens";
  private static final String LINGER_MS = "engine.linger.ms";
  private static final String DETERMINISTIC = "engine.deterministic";
  private static final String CACHE_BYTES = "engine.cache.bytes";
  private static final String MAX_WAITING = "engine.max.waiting";
  private static final String CLOSE_GRACE_MS = "engine.close.grace.ms";
  private static final EngineOptions STANDARD = EngineOptions.DEFAULT;
  private static final Pattern PINNED = Pattern.compile(".+@sha256:[0-9a-f]{64}");
  private static final List<String> KNOWN =
      Arrays.stream(KnownInterpreter.values()).map(KnownInterpreter::shortName).toList();

  private EngineSettings() {}

  static void define(Options options) {
    options
        .group("Interpreter and engine")
        .add(
            INTERPRETER,
            ConfigDef.Type.STRING,
            null,
            Checked.validator(
                EngineSettings::checkInterpreter, "a known name, or path@sha256:<64 hex digits>"),
            new Rule(settings -> KNOWN),
            Importance.MEDIUM,
            "Interpreter",
            "Interpreter of every program: a known name, or a GGUF file as path@sha256:… ; unset"
                + " takes the one each program names.")
        .add(
            INTERPRETER_CACHE_DIR,
            ConfigDef.Type.STRING,
            null,
            null,
            null,
            Importance.MEDIUM,
            "Directory of interpreters",
            "Directory of interpreters on each worker; unset takes PAW_CACHE_DIR or"
                + " ~/.cache/programasweights.")
        .add(
            NAME,
            ConfigDef.Type.STRING,
            STANDARD.engine(),
            Checked.validator(
                value -> STANDARD.toBuilder().engine(value.toString()).build(),
                "llama, auto or the name of another engine"),
            new Rule(settings -> List.of("llama", "blas", "jllama", "auto")),
            Importance.LOW,
            "Engine",
            "Which engine answers programs with labels: llama, blas where paw-engine-blas lies in"
                + " the plugin's directory, jllama where paw-engine-jllama does (GPT-2 programs"
                + " alone), or auto, the one that was fastest in a measurement on the worker's"
                + " machine. Free text is answered by llama, or by jllama if that is named.")
        .add(
            WEIGHTS,
            ConfigDef.Type.STRING,
            STANDARD.weights().code(),
            Checked.validator(value -> Weights.of(value.toString()), "stored, floats or merged"),
            new Rule(settings -> Arrays.stream(Weights.values()).map(Weights::code).toList()),
            Importance.LOW,
            "Weights",
            "How the engine blas keeps the interpreter: stored, as the file has it; floats, 4 bytes"
                + " a weight; merged, floats with the adapter added, for each program.")
        .add(
            DEVICE,
            ConfigDef.Type.STRING,
            STANDARD.device(),
            Checked.validator(
                value -> STANDARD.toBuilder().device(value.toString()).build(),
                "auto, cpu or the name of a device"),
            null,
            Importance.LOW,
            "Device",
            "What the engine llama computes on: cpu, the name of a graphics processor such as"
                + " CUDA0 or Vulkan0, or auto, the first that the natives jars in the plugin's"
                + " directory find, else the processor.")
        .add(
            GPU_LAYERS,
            ConfigDef.Type.INT,
            STANDARD.gpuLayers(),
            Range.between(-1, 999),
            null,
            Importance.LOW,
            "Layers on the device",
            "Layers of the interpreter that the graphics processor takes; 0 for none, -1 for all.");
    number(
        options, LANES, STANDARD.lanes(), 0, 256, "Contexts that run micro-batches side by side");
    number(options, THREADS, STANDARD.threads(), 0, 512, "Native threads of each lane");
    number(options, MAX_SEQUENCES, STANDARD.maxSequences(), 0, 64, "Most inputs in a micro-batch");
    options
        .add(
            BATCH_TOKENS,
            ConfigDef.Type.INT,
            STANDARD.batchTokens(),
            Checked.validator(
                value -> STANDARD.toBuilder().batchTokens((Integer) value).build(),
                "0, or from 32 to 4096"),
            null,
            Importance.LOW,
            "Tokens of a native call",
            "Most tokens in one native call, 32 to 4096; 0 lets the engine choose.")
        .add(
            CONTEXT_TOKENS,
            ConfigDef.Type.INT,
            STANDARD.contextTokens(),
            Range.between(64, 131_072),
            null,
            Importance.LOW,
            "Context window",
            "Window of one input in tokens: prefix, input, suffix and output.")
        .add(
            LINGER_MS,
            ConfigDef.Type.LONG,
            STANDARD.linger().toMillis(),
            Range.between(0, 60_000),
            null,
            Importance.LOW,
            "Linger",
            "Longest time an idle lane waits for the records of tasks that have just got their"
                + " answers; a lone task is never waited for.")
        .add(
            DETERMINISTIC,
            ConfigDef.Type.BOOLEAN,
            STANDARD.deterministic(),
            null,
            null,
            Importance.LOW,
            "Deterministic",
            "Each input alone after the restored prefix, on one lane: slower, and an answer does"
                + " not depend on what else is in flight.")
        .add(
            CACHE_BYTES,
            ConfigDef.Type.LONG,
            STANDARD.cacheBytes(),
            Range.atLeast(0),
            null,
            Importance.LOW,
            "Prepared answers",
            "Bound of the prepared answers in bytes, estimated; 0 for none.")
        .add(
            MAX_WAITING,
            ConfigDef.Type.INT,
            STANDARD.maxWaiting(),
            Range.between(1, 1_000_000),
            null,
            Importance.LOW,
            "Most waiting",
            "Inputs that may wait before a task blocks.")
        .add(
            CLOSE_GRACE_MS,
            ConfigDef.Type.LONG,
            STANDARD.closeGrace().toMillis(),
            Range.between(0, 86_400_000),
            null,
            Importance.LOW,
            "Grace period",
            "How long an engine that no task holds stays loaded.");
  }

  private static void number(
      Options options, String name, int standard, int least, int most, String meaning) {
    options.add(
        name,
        ConfigDef.Type.INT,
        standard,
        Range.between(least, most),
        null,
        Importance.LOW,
        meaning,
        meaning + "; 0 lets the engine choose.");
  }

  /** Where programs and interpreters are looked for. */
  static PawOptions places(Settings settings) {
    return PawOptions.DEFAULT.withCacheDir(settings.text(INTERPRETER_CACHE_DIR));
  }

  static PawOptions paw(Settings settings) {
    return places(settings)
        .withInterpreter(settings.text(INTERPRETER))
        .withEngine(
            EngineOptions.builder()
                .engine(settings.get(NAME, String.class))
                .weights(Weights.of(settings.get(WEIGHTS, String.class)))
                .device(settings.get(DEVICE, String.class))
                .gpuLayers(settings.number(GPU_LAYERS))
                .lanes(settings.number(LANES))
                .threads(settings.number(THREADS))
                .maxSequences(settings.number(MAX_SEQUENCES))
                .batchTokens(settings.number(BATCH_TOKENS))
                .contextTokens(settings.number(CONTEXT_TOKENS))
                .linger(Duration.ofMillis(settings.longNumber(LINGER_MS)))
                .deterministic(settings.get(DETERMINISTIC, Boolean.class))
                .cacheBytes(settings.longNumber(CACHE_BYTES))
                .maxWaiting(settings.number(MAX_WAITING))
                .closeGrace(Duration.ofMillis(settings.longNumber(CLOSE_GRACE_MS)))
                .build());
  }

  private static void checkInterpreter(Object value) {
    String interpreter = value.toString().strip();
    if (!interpreter.isEmpty()
        && !KNOWN.contains(interpreter)
        && !PINNED.matcher(interpreter).matches()) {
      throw new IllegalArgumentException(
          "an interpreter is one of "
              + KNOWN
              + ", or a file with its digest: interpreter="
              + interpreter
              + "; write a file as path@sha256: and 64 hex digits");
    }
  }
}
