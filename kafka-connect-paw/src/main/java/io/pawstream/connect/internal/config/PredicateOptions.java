package io.pawstream.connect.internal.config;

import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * The options of the predicate. Immutable; any thread.
 *
 * @param labels labels that make it true
 */
public record PredicateOptions(
    AskOptions ask, List<String> labels, Verdict onFailure, Verdict onNull) {
  private static final String LABELS = "labels";
  private static final String ON_FAILURE = "on.failure";
  private static final String ON_NULL = "on.null";
  private static final Choices<Verdict> VERDICTS = Choices.of(Verdict.class, Verdict::code);

  /** All options, in the order of the documentation. */
  public static final ConfigDef DEF = def();

  public PredicateOptions {
    labels = List.copyOf(labels);
  }

  private static ConfigDef def() {
    Options options = new Options();
    AskOptions.defineProgram(options);
    options.add(
        LABELS,
        ConfigDef.Type.LIST,
        NO_DEFAULT_VALUE,
        null,
        new Rule(PredicateOptions::labelsFit),
        Importance.HIGH,
        "Labels",
        "Labels of the program's label set that make the predicate true.");
    AskOptions.defineRunning(
        options, "The predicate is false for answers of a lower confidence; they count as low.");
    options
        .group("Policies")
        .add(
            ON_FAILURE,
            ConfigDef.Type.STRING,
            Verdict.FAIL.code(),
            VERDICTS,
            VERDICTS,
            Importance.HIGH,
            "On failure",
            "What a failure makes of the predicate: 'fail' (errors.tolerance and the dead letter"
                + " queue decide), 'false', 'true'.")
        .add(
            ON_NULL,
            ConfigDef.Type.STRING,
            Verdict.FALSE.code(),
            VERDICTS,
            VERDICTS,
            Importance.MEDIUM,
            "On null",
            "The same for a record without input: a tombstone, a null or missing field or header.");
    AskOptions.defineEngine(options);
    return options.def();
  }

  /**
   * The options that {@code properties} set.
   *
   * @throws org.apache.kafka.common.config.ConfigException naming an option that is wrong
   */
  public static PredicateOptions of(Map<String, ?> properties) {
    Settings settings = Checked.settings(DEF, properties);
    return new PredicateOptions(
        AskOptions.of(AskOptions.bindings(settings), settings),
        Objects.requireNonNull(settings.list(LABELS)),
        VERDICTS.of(settings.get(ON_FAILURE, String.class)),
        VERDICTS.of(settings.get(ON_NULL, String.class)));
  }

  private static List<String> labelsFit(Settings settings) {
    List<String> labels = settings.list(LABELS);
    if (labels != null && labels.isEmpty()) {
      throw new IllegalArgumentException("at least one label must make it true: labels=0");
    }
    List<Binding> bindings = AskOptions.readableBindings(settings);
    if (bindings.isEmpty()) {
      return List.of();
    }
    List<String> set = bindings.get(0).labels();
    if (set.isEmpty()) {
      throw new IllegalArgumentException(
          "a predicate needs a label set: program="
              + bindings.get(0).name()
              + "; the program answers with free text, set label.set");
    }
    if (labels != null && !set.containsAll(labels)) {
      throw new IllegalArgumentException(
          "the labels must be of the program's label set: labels=" + labels + ", label set=" + set);
    }
    return set;
  }
}
