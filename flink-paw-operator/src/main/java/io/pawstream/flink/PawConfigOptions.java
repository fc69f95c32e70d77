package io.pawstream.flink;

import io.pawstream.flink.internal.PawConfiguration;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.EngineOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Every option of a Flink configuration that {@link PawTransform#bindings} reads. Constants; any
 * thread.
 */
@PublicEvolving
public final class PawConfigOptions {

  /** Begins every key. */
  public static final String PREFIX = "paw.";

  /** Begins the keys of bindings; the binding's name follows. */
  public static final String BINDINGS_PREFIX = "paw.bindings.";

  public static final ConfigOption<String> INTERPRETER =
      ConfigOptions.key("paw.interpreter")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Interpreter of every program: a known name, or a GGUF file as path@sha256:… ; unset"
                  + " takes the one each program names.");

  public static final ConfigOption<String> INTERPRETER_CACHE_DIR =
      ConfigOptions.key("paw.interpreter.cache-dir")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Directory of interpreters and of programs of the hub on each TaskManager; unset"
                  + " takes PAW_CACHE_DIR or ~/.cache/programasweights.");

  public static final ConfigOption<Boolean> DOWNLOAD =
      ConfigOptions.key("paw.download")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether TaskManagers fetch programs of the hub and interpreters that they do not"
                  + " have; else all must be prepared there.");

  public static final ConfigOption<Boolean> ALLOW_MOVING =
      ConfigOptions.key("paw.allow-moving")
          .booleanType()
          .defaultValue(false)
          .withDescription(
              "Whether a slug without version and digest is accepted; it stands for what it is when"
                  + " the job is submitted.");

  public static final ConfigOption<String> ENGINE_NAME =
      ConfigOptions.key("paw.engine.name")
          .stringType()
          .defaultValue(EngineOptions.DEFAULT.engine())
          .withDescription(
              "Which engine answers programs with labels: llama, blas where paw-engine-blas is on"
                  + " the class path, jllama where paw-engine-jllama is (GPT-2 programs alone), or"
                  + " auto, the one that was fastest in a measurement on the TaskManager's machine."
                  + " Free text is answered by llama, or by jllama if that is named.");

  public static final ConfigOption<String> ENGINE_WEIGHTS =
      ConfigOptions.key("paw.engine.weights")
          .stringType()
          .defaultValue(EngineOptions.DEFAULT.weights().code())
          .withDescription(
              "How the engine blas keeps the interpreter: stored, as the file has it; floats, 4"
                  + " bytes a weight; merged, floats with the adapter added, for each program.");

  public static final ConfigOption<String> ENGINE_DEVICE =
      ConfigOptions.key("paw.engine.device")
          .stringType()
          .defaultValue(EngineOptions.DEFAULT.device())
          .withDescription(
              "What the engine llama computes on: cpu, the name of a graphics processor such as"
                  + " CUDA0 or Vulkan0, or auto, the first that the natives jars on the class path"
                  + " find, else the processor.");

  public static final ConfigOption<Integer> ENGINE_GPU_LAYERS =
      ConfigOptions.key("paw.engine.gpu-layers")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.gpuLayers())
          .withDescription(
              "Layers of the interpreter that the graphics processor takes; 0 for none, -1 for"
                  + " all.");

  public static final ConfigOption<Integer> ENGINE_LANES =
      ConfigOptions.key("paw.engine.lanes")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.lanes())
          .withDescription(
              "Contexts that run micro-batches side by side; 0 lets the engine choose.");

  public static final ConfigOption<Integer> ENGINE_THREADS =
      ConfigOptions.key("paw.engine.threads")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.threads())
          .withDescription("Native threads of each lane; 0 lets the engine choose.");

  public static final ConfigOption<Integer> ENGINE_MAX_SEQUENCES =
      ConfigOptions.key("paw.engine.max-sequences")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.maxSequences())
          .withDescription("Most inputs in one micro-batch, up to 64; 0 lets the engine choose.");

  public static final ConfigOption<Integer> ENGINE_BATCH_TOKENS =
      ConfigOptions.key("paw.engine.batch-tokens")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.batchTokens())
          .withDescription("Most tokens in one native call, 32 to 4096; 0 lets the engine choose.");

  public static final ConfigOption<Integer> ENGINE_CONTEXT_TOKENS =
      ConfigOptions.key("paw.engine.context-tokens")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.contextTokens())
          .withDescription("Window of one input in tokens: prefix, input, suffix and output.");

  public static final ConfigOption<Duration> ENGINE_LINGER =
      ConfigOptions.key("paw.engine.linger")
          .durationType()
          .defaultValue(EngineOptions.DEFAULT.linger())
          .withDescription(
              "Longest time an idle lane waits for callers that are known to be active.");

  public static final ConfigOption<Boolean> ENGINE_DETERMINISTIC =
      ConfigOptions.key("paw.engine.deterministic")
          .booleanType()
          .defaultValue(EngineOptions.DEFAULT.deterministic())
          .withDescription(
              "Each input alone after the restored prefix, on one lane: slower, and an answer does"
                  + " not depend on what else is in flight.");

  public static final ConfigOption<MemorySize> ENGINE_CACHE_SIZE =
      ConfigOptions.key("paw.engine.cache-size")
          .memoryType()
          .defaultValue(new MemorySize(EngineOptions.DEFAULT.cacheBytes()))
          .withDescription("Bound of the prepared answers, estimated; 0 for none.");

  public static final ConfigOption<Integer> ENGINE_MAX_WAITING =
      ConfigOptions.key("paw.engine.max-waiting")
          .intType()
          .defaultValue(EngineOptions.DEFAULT.maxWaiting())
          .withDescription(
              "Inputs that may wait before a direct caller blocks; Flink's operators are bound by"
                  + " paw.async.capacity instead.");

  public static final ConfigOption<Duration> ENGINE_CLOSE_GRACE =
      ConfigOptions.key("paw.engine.close-grace")
          .durationType()
          .defaultValue(EngineOptions.DEFAULT.closeGrace())
          .withDescription("How long an engine that no task holds stays loaded.");

  public static final ConfigOption<Integer> ASYNC_CAPACITY =
      ConfigOptions.key("paw.async.capacity")
          .intType()
          .defaultValue(64)
          .withDescription(
              "Records in flight per subtask; all subtasks of a process share micro-batches, and"
                  + " twice a micro-batch keeps them full.");

  public static final ConfigOption<Duration> ASYNC_TIMEOUT =
      ConfigOptions.key("paw.async.timeout")
          .durationType()
          .defaultValue(Duration.ofMinutes(5))
          .withDescription(
              "From a record's arrival to its outcomes, waiting included; a binding that is late"
                  + " gets a failure 'deadline'.");

  public static final ConfigOption<Boolean> ASYNC_ORDERED =
      ConfigOptions.key("paw.async.ordered")
          .booleanType()
          .defaultValue(true)
          .withDescription("Whether records leave in the order they came.");

  private PawConfigOptions() {}

  /** What a binding does with failures, as it stands in configuration. */
  public enum FailureMode {
    FAIL("fail"),
    NULL("null"),
    DEFAULT_LABEL("default-label"),
    TAG("tag"),
    SIDE_OUTPUT("side-output");

    private final String code;

    FailureMode(String code) {
      this.code = code;
    }

    /** The name in configuration; Flink reads constants by it. */
    @Override
    public String toString() {
      return code;
    }
  }

  /** Reference of binding {@code name}'s program. */
  public static ConfigOption<String> program(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".program")
        .stringType()
        .noDefaultValue()
        .withDescription(
            "Reference of the program: a path or file: URI on each TaskManager, an id or"
                + " owner/slug@v2 of the hub, with an optional @sha256:… ; required.");
  }

  /** Label set of binding {@code name}. */
  public static ConfigOption<List<String>> labels(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".labels")
        .stringType()
        .asList()
        .noDefaultValue()
        .withDescription(
            "Label set, in order; [] for free text; unset takes the program's own label set.");
  }

  /** Policy of binding {@code name}. */
  public static ConfigOption<FailureMode> onFailure(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".on-failure")
        .enumType(FailureMode.class)
        .defaultValue(FailureMode.TAG)
        .withDescription(
            "What a failure does: 'fail' the job, 'null' (no outcome), 'default-label', 'tag' (the"
                + " failure is the outcome), 'side-output'.");
  }

  /** Default label of binding {@code name}. */
  public static ConfigOption<String> defaultLabel(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".default-label")
        .stringType()
        .noDefaultValue()
        .withDescription(
            "Label of the label set that failures become; required by, and only for, on-failure"
                + " 'default-label'.");
  }

  /** Side output of binding {@code name}. */
  public static ConfigOption<String> sideOutput(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".side-output")
        .stringType()
        .defaultValue("paw-failures")
        .withDescription(
            "Id of the output tag that failed records leave by; only for on-failure"
                + " 'side-output'.");
  }

  /** Confidence below which answers of binding {@code name} count as low. */
  public static ConfigOption<Double> minConfidence(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".min-confidence")
        .doubleType()
        .noDefaultValue()
        .withDescription(
            "Answers of a lower confidence count in the metric lowConfidence, 0 to 1; they are left"
                + " as they are. Not set: the threshold that paw eval keeps beside the program.");
  }

  /** Output cap of binding {@code name}. */
  public static ConfigOption<Integer> maxTokens(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".max-tokens")
        .intType()
        .defaultValue(ProgramOptions.DEFAULT.maxTokens())
        .withDescription("Most tokens a free text may have.");
  }

  /** Truncation of binding {@code name}. */
  public static ConfigOption<String> overflow(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".overflow")
        .stringType()
        .defaultValue(ProgramOptions.DEFAULT.overflow().code())
        .withDescription(
            "Part cut out of an input that does not fit the context window: "
                + String.join(
                    ", ", List.of(Overflow.values()).stream().map(Overflow::code).toList())
                + "; 'fail' cuts nothing.");
  }

  /** Deadline of binding {@code name}. */
  public static ConfigOption<Duration> deadline(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".deadline")
        .durationType()
        .noDefaultValue()
        .withDescription(
            "From submission to outcome within the engine; unset takes paw.async.timeout.");
  }

  /** Input bound of binding {@code name}. */
  public static ConfigOption<MemorySize> maxInputBytes(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".max-input-bytes")
        .memoryType()
        .defaultValue(new MemorySize(ProgramOptions.DEFAULT.maxInputBytes()))
        .withDescription("Size of input in UTF-8 that ever reaches the tokenizer.");
  }

  /** Whether answers of binding {@code name} carry the score of each label. */
  public static ConfigOption<Boolean> scores(String name) {
    return ConfigOptions.key(BINDINGS_PREFIX + name + ".scores")
        .booleanType()
        .defaultValue(ProgramOptions.DEFAULT.scores())
        .withDescription("Whether every label's log probability is computed for the answer.");
  }

  /** The options of a job, in the order of the documentation. */
  public static List<ConfigOption<?>> jobOptions() {
    return List.of(
        INTERPRETER,
        INTERPRETER_CACHE_DIR,
        DOWNLOAD,
        ALLOW_MOVING,
        ENGINE_NAME,
        ENGINE_WEIGHTS,
        ENGINE_DEVICE,
        ENGINE_GPU_LAYERS,
        ENGINE_LANES,
        ENGINE_THREADS,
        ENGINE_MAX_SEQUENCES,
        ENGINE_BATCH_TOKENS,
        ENGINE_CONTEXT_TOKENS,
        ENGINE_LINGER,
        ENGINE_DETERMINISTIC,
        ENGINE_CACHE_SIZE,
        ENGINE_MAX_WAITING,
        ENGINE_CLOSE_GRACE,
        ASYNC_CAPACITY,
        ASYNC_TIMEOUT,
        ASYNC_ORDERED);
  }

  /** The options of the binding {@code name}, in the order of the documentation. */
  public static List<ConfigOption<?>> bindingOptions(String name) {
    return List.of(
        program(name),
        labels(name),
        onFailure(name),
        defaultLabel(name),
        sideOutput(name),
        minConfidence(name),
        maxTokens(name),
        overflow(name),
        deadline(name),
        maxInputBytes(name),
        scores(name));
  }

  /**
   * What programs are loaded with as a configuration says, for functions that load programs
   * themselves: interpreter, engine and where things are kept.
   *
   * @throws IllegalArgumentException naming the key that is unknown or wrong
   */
  public static PawOptions pawOptions(ReadableConfig configuration) {
    // knows which keys there are
    List<Binding> unused = PawConfiguration.bindings(configuration);
    return PawConfiguration.options(PawOptions.DEFAULT, configuration);
  }
}
