package io.pawstream.flink.sql;

import io.pawstream.runtime.engine.Overflow;
import java.time.Duration;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/**
 * Every option of {@code CREATE MODEL … WITH ('provider' = 'paw', …)}. Names are those of Flink's
 * own model providers where these have the option. Constants; any thread.
 */
@PublicEvolving
public final class PawModelOptions {

  public static final ConfigOption<String> PROGRAM =
      ConfigOptions.key("program")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Reference of the program: a path or file: URI on each TaskManager, an id or"
                  + " owner/slug@v2 of the hub, with an optional @sha256:… ; required.");

  public static final ConfigOption<List<String>> LABELS =
      ConfigOptions.key("labels")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription(
              "Label set, in order; [] for free text; unset takes the program's own label set.");

  public static final ConfigOption<String> INTERPRETER =
      ConfigOptions.key("interpreter")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Interpreter of the program: a known name, or a GGUF file as path@sha256:… ; unset"
                  + " takes paw.interpreter, else the one that the program names.");

  public static final ConfigOption<String> CACHE_DIR =
      ConfigOptions.key("cache-dir")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Directory of interpreters and of programs of the hub on each TaskManager; unset"
                  + " takes paw.interpreter.cache-dir.");

  public static final ConfigOption<Boolean> DOWNLOAD =
      ConfigOptions.key("download")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "Whether TaskManagers fetch programs of the hub and interpreters that they do not"
                  + " have; unset takes paw.download.");

  public static final ConfigOption<Boolean> ALLOW_MOVING =
      ConfigOptions.key("allow-moving")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "Whether a slug without version and digest is accepted; it stands for what it is when"
                  + " the statement is planned. Unset takes paw.allow-moving.");

  public static final ConfigOption<ErrorHandling> ERROR_HANDLING_STRATEGY =
      ConfigOptions.key("error-handling-strategy")
          .enumType(ErrorHandling.class)
          .defaultValue(ErrorHandling.IGNORE)
          .withDescription(
              "What a failure does: 'ignore' keeps the row, with the failure in its error column;"
                  + " 'failover' fails the job.");

  public static final ConfigOption<String> DEFAULT_LABEL =
      ConfigOptions.key("default-label")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Label of the label set that rows with a failure get, at confidence 0; only for"
                  + " error-handling-strategy 'ignore'.");

  public static final ConfigOption<Double> MIN_CONFIDENCE =
      ConfigOptions.key("min-confidence")
          .doubleType()
          .noDefaultValue()
          .withDescription(
              "Answers of a lower confidence count in the metric lowConfidence, 0 to 1; they are"
                  + " left as they are. Not set: the threshold that paw eval keeps beside the"
                  + " program.");

  public static final ConfigOption<OverflowAction> CONTEXT_OVERFLOW_ACTION =
      ConfigOptions.key("context-overflow-action")
          .enumType(OverflowAction.class)
          .defaultValue(OverflowAction.SKIPPED)
          .withDescription(
              "What happens to an input that does not fit the context window: it is cut by"
                  + " 'truncated-head', 'truncated-tail' or 'truncated-middle', or 'skipped', which"
                  + " is a failure input_too_long.");

  public static final ConfigOption<Integer> MAX_CONTEXT_SIZE =
      ConfigOptions.key("max-context-size")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Window of one input in tokens: prefix, input, suffix and output; unset takes"
                  + " paw.engine.context-tokens.");

  public static final ConfigOption<Integer> MAX_TOKENS =
      ConfigOptions.key("max-tokens")
          .intType()
          .noDefaultValue()
          .withDescription("Most tokens a free text may have; unset: 128.");

  public static final ConfigOption<MemorySize> MAX_INPUT_BYTES =
      ConfigOptions.key("max-input-bytes")
          .memoryType()
          .noDefaultValue()
          .withDescription("Size of input in UTF-8 that ever reaches the tokenizer; unset: 64 kb.");

  public static final ConfigOption<Duration> DEADLINE =
      ConfigOptions.key("deadline")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "From a row's arrival to its answer, after which it has a failure 'deadline'. Shorter"
                  + " than ML_PREDICT's timeout, which fails the job; unset takes that less a"
                  + " fifth, 10 s at most.");

  public static final ConfigOption<Integer> BATCH_SIZE =
      ConfigOptions.key("batch-size")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Most inputs in one micro-batch, up to 64; unset takes paw.engine.max-sequences.");

  public static final ConfigOption<Duration> BATCH_LINGER =
      ConfigOptions.key("batch-linger")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "Longest time an idle lane waits for callers that are known to be active; unset takes"
                  + " paw.engine.linger.");

  public static final ConfigOption<Integer> BATCH_TOKENS =
      ConfigOptions.key("batch-tokens")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Most tokens in one native call, 32 to 4096; unset takes paw.engine.batch-tokens.");

  public static final ConfigOption<Integer> LANES =
      ConfigOptions.key("lanes")
          .intType()
          .noDefaultValue()
          .withDescription(
              "Contexts that run micro-batches side by side; unset takes paw.engine.lanes.");

  public static final ConfigOption<Integer> THREADS =
      ConfigOptions.key("threads")
          .intType()
          .noDefaultValue()
          .withDescription("Native threads of each lane; unset takes paw.engine.threads.");

  public static final ConfigOption<Boolean> DETERMINISTIC =
      ConfigOptions.key("deterministic")
          .booleanType()
          .noDefaultValue()
          .withDescription(
              "Each input alone after the restored prefix, on one lane; unset takes"
                  + " paw.engine.deterministic.");

  public static final ConfigOption<MemorySize> CACHE_SIZE =
      ConfigOptions.key("cache-size")
          .memoryType()
          .noDefaultValue()
          .withDescription(
              "Bound of the prepared answers, estimated; 0 for none; unset takes"
                  + " paw.engine.cache-size.");

  public static final ConfigOption<Duration> CLOSE_GRACE =
      ConfigOptions.key("close-grace")
          .durationType()
          .noDefaultValue()
          .withDescription(
              "How long an engine that no task holds stays loaded; unset takes"
                  + " paw.engine.close-grace.");

  private PawModelOptions() {}

  /** What a failure does to its row. */
  public enum ErrorHandling {
    IGNORE,
    FAILOVER;

    /** The name in SQL; Flink reads constants by it. */
    @Override
    public String toString() {
      return this == IGNORE ? "ignore" : "failover";
    }
  }

  /** What happens to an input that does not fit the context window, in the words of Flink. */
  public enum OverflowAction {
    SKIPPED("skipped", Overflow.FAIL),
    TRUNCATED_HEAD("truncated-head", Overflow.HEAD),
    TRUNCATED_TAIL("truncated-tail", Overflow.TAIL),
    TRUNCATED_MIDDLE("truncated-middle", Overflow.MIDDLE);

    private final String code;
    private final Overflow overflow;

    OverflowAction(String code, Overflow overflow) {
      this.code = code;
      this.overflow = overflow;
    }

    /** The same in the words of the engine. */
    public Overflow overflow() {
      return overflow;
    }

    /** The name in SQL; Flink reads constants by it. */
    @Override
    public String toString() {
      return code;
    }
  }

  /** All options, in the order of the documentation. */
  public static List<ConfigOption<?>> all() {
    return List.of(
        PROGRAM,
        LABELS,
        INTERPRETER,
        CACHE_DIR,
        DOWNLOAD,
        ALLOW_MOVING,
        ERROR_HANDLING_STRATEGY,
        DEFAULT_LABEL,
        MIN_CONFIDENCE,
        CONTEXT_OVERFLOW_ACTION,
        MAX_CONTEXT_SIZE,
        MAX_TOKENS,
        MAX_INPUT_BYTES,
        DEADLINE,
        BATCH_SIZE,
        BATCH_LINGER,
        BATCH_TOKENS,
        LANES,
        THREADS,
        DETERMINISTIC,
        CACHE_SIZE,
        CLOSE_GRACE);
  }
}
