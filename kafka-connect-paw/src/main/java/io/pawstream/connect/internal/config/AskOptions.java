package io.pawstream.connect.internal.config;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import io.pawstream.connect.internal.record.FieldPath;
import io.pawstream.connect.internal.record.InputPlace;
import io.pawstream.runtime.PawOptions;
import io.pawstream.runtime.engine.Overflow;
import io.pawstream.runtime.engine.ProgramOptions;
import io.pawstream.runtime.program.LabelSet;
import io.pawstream.runtime.program.ProgramException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.jspecify.annotations.Nullable;

/**
 * What the transform and the predicate have in common: which programs are asked, about what, and
 * how. Immutable; any thread.
 *
 * @param program how the programs are run
 * @param paw interpreter and engine
 * @param minConfidence in [0, 1]; null for what is kept beside each program
 * @param preload whether the programs are tried before the first record
 * @param maxPollRecords what the consumer of a sink is set to
 * @param maxPollInterval likewise
 */
public record AskOptions(
    List<Binding> bindings,
    ProgramOptions program,
    PawOptions paw,
    @Nullable Double minConfidence,
    InputPlace input,
    boolean preload,
    int maxPollRecords,
    Duration maxPollInterval) {
  static final String PROGRAMS = "programs";
  static final String PROGRAM = "program";
  static final String LABEL_SET = "label.set";
  static final String MIN_CONFIDENCE = "min.confidence";
  private static final String MAX_TOKENS = "max.tokens";
  private static final String OVERFLOW = "overflow";
  private static final String MAX_INPUT_BYTES = "max.input.bytes";
  private static final String DEADLINE_MS = "deadline.ms";
  private static final String INPUT_FIELD = "input.field";
  private static final String INPUT_HEADER = "input.header";
  private static final String PRELOAD = "preload";
  private static final String MAX_POLL_RECORDS = "max.poll.records";
  private static final String MAX_POLL_INTERVAL_MS = "max.poll.interval.ms";
  private static final String REFERENCE =
      "a path or file: URI of a .paw file on each worker, with or without @sha256:… after it";
  private static final Choices<Overflow> OVERFLOWS = Choices.of(Overflow.class, Overflow::code);

  public AskOptions {
    bindings = List.copyOf(bindings);
  }

  /** The programs of a transform. */
  static void definePrograms(Options options) {
    options
        .group("Programs")
        .add(
            PROGRAMS,
            ConfigDef.Type.LIST,
            NO_DEFAULT_VALUE,
            Checked.validator(
                AskOptions::checkPrograms, "readable programs, each with a name of its own"),
            new Rule(AskOptions::checkReadable),
            Importance.HIGH,
            "Programs",
            "Programs to ask about each record: "
                + REFERENCE
                + ". A program is called by its file name; write name=reference to call it"
                + " otherwise.");
  }

  /** The one program of a predicate. */
  static void defineProgram(Options options) {
    options
        .group("Program")
        .add(
            PROGRAM,
            ConfigDef.Type.STRING,
            NO_DEFAULT_VALUE,
            Checked.validator(AskOptions::checkProgram, "a readable program"),
            new Rule(AskOptions::checkReadable),
            Importance.HIGH,
            "Program",
            "Program to ask about each record: " + REFERENCE + ".");
  }

  /** How programs are run and what they are asked about. */
  static void defineRunning(Options options, String minConfidence) {
    options
        .add(
            LABEL_SET,
            ConfigDef.Type.LIST,
            null,
            Checked.validator(AskOptions::checkLabelSet, "2 to 4096 different labels, or nothing"),
            new Rule(AskOptions::ownLabels),
            Importance.MEDIUM,
            "Label set",
            "Labels to answer with, in order, instead of each program's own; empty for free text;"
                + " unset keeps the program's own.")
        .add(
            MIN_CONFIDENCE,
            ConfigDef.Type.DOUBLE,
            null,
            ShareOrUnset.VALIDATOR,
            null,
            Importance.MEDIUM,
            "Least confidence",
            minConfidence
                + " Unset takes the threshold that paw eval keeps beside a program, or none.")
        .add(
            MAX_TOKENS,
            ConfigDef.Type.INT,
            ProgramOptions.DEFAULT.maxTokens(),
            Range.atLeast(1),
            null,
            Importance.LOW,
            "Most tokens",
            "Most tokens a free text may have.")
        .add(
            OVERFLOW,
            ConfigDef.Type.STRING,
            ProgramOptions.DEFAULT.overflow().code(),
            OVERFLOWS,
            OVERFLOWS,
            Importance.LOW,
            "Overflow",
            "Part cut out of an input that does not fit the context window; 'fail' cuts nothing.")
        .add(
            MAX_INPUT_BYTES,
            ConfigDef.Type.INT,
            ProgramOptions.DEFAULT.maxInputBytes(),
            Range.atLeast(1),
            null,
            Importance.LOW,
            "Most bytes of input",
            "Bytes of input in UTF-8 that ever reach the tokenizer.")
        .add(
            DEADLINE_MS,
            ConfigDef.Type.LONG,
            60_000L,
            Range.atLeast(1),
            null,
            Importance.MEDIUM,
            "Deadline",
            "From the question to its outcome; a later answer is a failure 'deadline'.")
        .group("Input")
        .add(
            INPUT_FIELD,
            ConfigDef.Type.STRING,
            null,
            Checked.validator(AskOptions::checkPath, "a path of fields"),
            null,
            Importance.HIGH,
            "Field",
            "Field of the key or value that holds the input: a path with dots, a name that has dots"
                + " of its own in backticks. Keys and values may be structs, maps, or JSON objects"
                + " as strings or bytes. Unset takes the whole key or value as text.")
        .add(
            INPUT_HEADER,
            ConfigDef.Type.STRING,
            null,
            null,
            new Rule(AskOptions::fieldOrHeader),
            Importance.MEDIUM,
            "Header",
            "Header that holds the input, instead of a field.");
  }

  /** Engine, loading and polls. */
  static void defineEngine(Options options) {
    EngineSettings.define(options);
    options
        .add(
            PRELOAD,
            ConfigDef.Type.BOOLEAN,
            true,
            null,
            null,
            Importance.MEDIUM,
            "Preload",
            "Whether programs are tried when a task starts, so that a missing interpreter fails the"
                + " task and does not send records to the dead letter queue. The engine is then"
                + " kept warm for engine.close.grace.ms until the first record takes it.")
        .group("Polls of a sink")
        .add(
            MAX_POLL_RECORDS,
            ConfigDef.Type.INT,
            500,
            Range.atLeast(1),
            null,
            Importance.LOW,
            "Records of a poll",
            "What consumer.override.max.poll.records is set to: a warning is logged where a poll of"
                + " so many records would overrun max.poll.interval.ms. Sets nothing itself.")
        .add(
            MAX_POLL_INTERVAL_MS,
            ConfigDef.Type.LONG,
            300_000L,
            Range.atLeast(1),
            null,
            Importance.LOW,
            "Interval of polls",
            "What consumer.override.max.poll.interval.ms is set to, for the same warning.");
  }

  static AskOptions of(List<Binding> bindings, Settings settings) {
    String field = settings.text(INPUT_FIELD);
    return new AskOptions(
        bindings,
        new ProgramOptions(
            settings.list(LABEL_SET),
            settings.number(MAX_TOKENS),
            OVERFLOWS.of(settings.get(OVERFLOW, String.class)),
            settings.number(MAX_INPUT_BYTES),
            Duration.ofMillis(settings.longNumber(DEADLINE_MS)),
            false),
        EngineSettings.paw(settings),
        settings.share(MIN_CONFIDENCE),
        new InputPlace(field == null ? null : FieldPath.parse(field), settings.text(INPUT_HEADER)),
        settings.get(PRELOAD, Boolean.class),
        settings.number(MAX_POLL_RECORDS),
        Duration.ofMillis(settings.longNumber(MAX_POLL_INTERVAL_MS)));
  }

  /**
   * The programs as they are configured.
   *
   * @throws RuntimeException if one cannot be read or the list is none
   */
  static List<Binding> bindings(Settings settings) {
    return Binding.of(entries(settings), settings.list(LABEL_SET), EngineSettings.places(settings));
  }

  private static List<String> entries(Settings settings) {
    String single = settings.text(PROGRAM);
    List<String> several = single == null ? settings.list(PROGRAMS) : List.of(single);
    return several == null ? List.of() : several;
  }

  /** Whether programs of the hub are there; what is wrong with an entry is reported already. */
  private static List<String> checkReadable(Settings settings) {
    try {
      Binding.check(entries(settings));
    } catch (IllegalArgumentException | ProgramException e) {
      return List.of();
    }
    bindings(settings);
    return List.of();
  }

  /** As {@link #bindings}, but empty where they have an error that is reported elsewhere. */
  static List<Binding> readableBindings(Settings settings) {
    try {
      return bindings(settings);
    } catch (IllegalArgumentException | ProgramException e) {
      return List.of();
    }
  }

  private static List<String> ownLabels(Settings settings) {
    return readableBindings(settings).stream()
        .flatMap(binding -> binding.labels().stream())
        .distinct()
        .toList();
  }

  private static List<String> fieldOrHeader(Settings settings) {
    if (settings.text(INPUT_FIELD) != null && settings.text(INPUT_HEADER) != null) {
      throw new IllegalArgumentException(
          "an input is in a field or in a header: input.field and input.header are both set;"
              + " remove one");
    }
    return List.of();
  }

  private static void checkPrograms(Object value) {
    Binding.check(((List<?>) value).stream().map(String::valueOf).toList());
  }

  private static void checkProgram(Object value) {
    Binding.check(List.of(value.toString()));
  }

  private static void checkLabelSet(Object value) {
    List<String> labels = ((List<?>) value).stream().map(String::valueOf).toList();
    if (!labels.isEmpty()) {
      new LabelSet(labels);
    }
  }

  private static void checkPath(Object value) {
    if (!value.toString().isBlank()) {
      FieldPath.parse(value.toString().strip());
    }
  }
}
