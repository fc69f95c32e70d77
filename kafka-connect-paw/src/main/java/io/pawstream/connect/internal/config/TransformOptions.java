package io.pawstream.connect.internal.config;

import io.pawstream.connect.internal.record.TopicPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.jspecify.annotations.Nullable;

/**
 * The options of the transform. Immutable; any thread.
 *
 * @param outputField field that outcomes are written to where {@code output} says so
 * @param outputHeaderPrefix what the names of headers begin with where {@code output} says so
 * @param outputTopic null to leave records on their topic
 * @param defaultLabel set where and only where {@code onFailure} asks for it
 */
public record TransformOptions(
    AskOptions ask,
    Output output,
    String outputField,
    String outputHeaderPrefix,
    @Nullable TopicPattern outputTopic,
    OnFailure onFailure,
    @Nullable String defaultLabel,
    OnNull onNull) {
  private static final String OUTPUT = "output";
  private static final String OUTPUT_FIELD = "output.field";
  private static final String OUTPUT_HEADER_PREFIX = "output.header.prefix";
  private static final String OUTPUT_TOPIC = "output.topic";
  private static final String ON_FAILURE = "on.failure";
  private static final String DEFAULT_LABEL = "default.label";
  private static final String ON_NULL = "on.null";
  private static final Choices<Output> OUTPUTS = Choices.of(Output.class, Output::code);
  private static final Choices<OnFailure> FAILURES = Choices.of(OnFailure.class, OnFailure::code);
  private static final Choices<OnNull> NULLS = Choices.of(OnNull.class, OnNull::code);

  /** All options, in the order of the documentation. */
  public static final ConfigDef DEF = def();

  private static ConfigDef def() {
    Options options = new Options();
    AskOptions.definePrograms(options);
    AskOptions.defineRunning(
        options,
        "Answers of a lower confidence are counted as low, and do not choose a topic; they are"
            + " written all the same.");
    defineOutput(options);
    definePolicies(options);
    AskOptions.defineEngine(options);
    return options.def();
  }

  private static void defineOutput(Options options) {
    options
        .group("Output")
        .add(
            OUTPUT,
            ConfigDef.Type.STRING,
            Output.HEADER.code(),
            OUTPUTS,
            new Rule(TransformOptions::outputOrTopic),
            Importance.HIGH,
            "Output",
            "Where outcomes are written: 'header' (headers such as paw.urgency.label), 'field' (one"
                + " field of the key or value, an entry per program), 'none' (they only choose the"
                + " topic).")
        .add(
            OUTPUT_FIELD,
            ConfigDef.Type.STRING,
            "paw",
            new NonEmptyString(),
            null,
            Importance.MEDIUM,
            "Field of outcomes",
            "Field that outcomes are written to. Where there is one of this name already, it must"
                + " be an object, and the entries join those in it.")
        .add(
            OUTPUT_HEADER_PREFIX,
            ConfigDef.Type.STRING,
            "paw.",
            null,
            null,
            Importance.LOW,
            "Prefix of headers",
            "What the names of headers begin with; the program's name follows.")
        .add(
            OUTPUT_TOPIC,
            ConfigDef.Type.STRING,
            null,
            null,
            new Rule(TransformOptions::topicFits),
            Importance.MEDIUM,
            "Topic",
            "Topic that a record goes to, made of ${topic}, its own, and ${label}, or"
                + " ${label.<name>} where there are several programs. Characters that topics cannot"
                + " have become _ . A record without the label, or with less than min.confidence,"
                + " stays on its topic. Unset leaves all on theirs.");
  }

  private static void definePolicies(Options options) {
    options
        .group("Policies")
        .add(
            ON_FAILURE,
            ConfigDef.Type.STRING,
            OnFailure.FAIL.code(),
            FAILURES,
            FAILURES,
            Importance.HIGH,
            "On failure",
            "What a failure does: 'fail' (errors.tolerance and the dead letter queue decide),"
                + " 'null' (no outcome), 'default-label', 'tag' (the failure is the outcome).")
        .add(
            DEFAULT_LABEL,
            ConfigDef.Type.STRING,
            null,
            null,
            new Rule(TransformOptions::defaultLabelFits),
            Importance.MEDIUM,
            "Default label",
            "Label of the label set that failures become, at confidence 0; required by, and only"
                + " for, on.failure 'default-label'.")
        .add(
            ON_NULL,
            ConfigDef.Type.STRING,
            OnNull.KEEP.code(),
            NULLS,
            NULLS,
            Importance.MEDIUM,
            "On null",
            "What becomes of a record without input (a tombstone, a null or missing field or"
                + " header): 'keep' (it goes on without outcomes, a tombstone as it is), 'drop',"
                + " 'failure' (as on.failure says).");
  }

  /**
   * The options that {@code properties} set.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming an option that is wrong
   */
  public static TransformOptions of(Map<String, ?> properties) {
    Settings settings = Checked.settings(DEF, properties);
    AskOptions ask = AskOptions.of(AskOptions.bindings(settings), settings);
    String topic = settings.text(OUTPUT_TOPIC);
    return new TransformOptions(
        ask,
        OUTPUTS.of(settings.get(OUTPUT, String.class)),
        settings.get(OUTPUT_FIELD, String.class),
        settings.get(OUTPUT_HEADER_PREFIX, String.class),
        topic == null ? null : TopicPattern.parse(topic, labels(ask.bindings())),
        FAILURES.of(settings.get(ON_FAILURE, String.class)),
        settings.text(DEFAULT_LABEL),
        NULLS.of(settings.get(ON_NULL, String.class)));
  }

  private static Map<String, List<String>> labels(List<Binding> bindings) {
    Map<String, List<String>> labels = new LinkedHashMap<>();
    bindings.forEach(binding -> labels.put(binding.name(), binding.labels()));
    return labels;
  }

  private static List<String> outputOrTopic(Settings settings) {
    if (Output.NONE.code().equals(settings.text(OUTPUT)) && settings.text(OUTPUT_TOPIC) == null) {
      throw new IllegalArgumentException(
          "outcomes must go somewhere: output=none; set output.topic, or output to header or"
              + " field");
    }
    return OUTPUTS.codes();
  }

  private static List<String> topicFits(Settings settings) {
    String topic = settings.text(OUTPUT_TOPIC);
    List<Binding> bindings = AskOptions.readableBindings(settings);
    if (topic != null && !bindings.isEmpty()) {
      TopicPattern.parse(topic, labels(bindings));
    }
    return List.of();
  }

  private static List<String> defaultLabelFits(Settings settings) {
    boolean asked = OnFailure.DEFAULT_LABEL.code().equals(settings.text(ON_FAILURE));
    String label = settings.text(DEFAULT_LABEL);
    if (asked && label == null) {
      throw new IllegalArgumentException(
          "on.failure=default-label needs a label: default.label is not set");
    }
    if (!asked && label != null) {
      throw new IllegalArgumentException(
          "a default label belongs to on.failure=default-label: default.label="
              + label
              + "; remove it or change on.failure");
    }
    List<Binding> bindings = AskOptions.readableBindings(settings);
    for (Binding binding : bindings) {
      if (label != null && !binding.labels().contains(label)) {
        throw new IllegalArgumentException(
            "a default label must be in the label set: program="
                + binding.name()
                + ", default.label="
                + label
                + ", labels="
                + binding.labels()
                + (binding.labels().isEmpty() ? "; free text has no labels" : ""));
      }
    }
    return bindings.stream().flatMap(binding -> binding.labels().stream()).distinct().toList();
  }
}
