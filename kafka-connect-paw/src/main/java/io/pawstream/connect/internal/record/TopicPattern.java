package io.pawstream.connect.internal.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A topic made of a record's topic and labels: {@code ${topic}}, {@code ${label}} where there is
 * one program, {@code ${label.<name>}} where there are several. Characters of a label that topics
 * cannot have become {@code _}. Immutable; any thread.
 */
public final class TopicPattern {
  /** Most characters of a topic, by Kafka. */
  private static final int MOST = 249;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]+");
  private static final String TOPIC = "topic";
  private static final String LABEL = "label";

  private final String pattern;

  /** Names of the programs whose labels the pattern takes. */
  private final List<String> names;

  private final @Nullable String only;

  private TopicPattern(String pattern, List<String> names, @Nullable String only) {
    this.pattern = pattern;
    this.names = names;
    this.only = only;
  }

  /**
   * Reads a pattern.
   *
   * @param labels label sets of the programs by name, in order; empty ones for free text
   * @throws IllegalArgumentException if it cannot give topics; the message says why
   */
  public static TopicPattern parse(String pattern, Map<String, List<String>> labels) {
    String only = labels.size() == 1 ? labels.keySet().iterator().next() : null;
    List<String> names = new ArrayList<>();
    Matcher placeholder = PLACEHOLDER.matcher(pattern);
    while (placeholder.find()) {
      String inside = placeholder.group(1);
      if (!inside.equals(TOPIC)) {
        names.add(program(inside, only, labels, pattern));
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "a topic pattern must take a label: output.topic=" + pattern + "; write ${label}");
    }
    TopicPattern made = new TopicPattern(pattern, names, only);
    for (String name : names) {
      made.check(name, labels.getOrDefault(name, List.of()));
    }
    return made;
  }

  private static String program(
      String inside, @Nullable String only, Map<String, List<String>> labels, String pattern) {
    String name =
        inside.equals(LABEL)
            ? only
            : inside.startsWith(LABEL + ".") ? inside.substring(LABEL.length() + 1) : null;
    if (name == null || !labels.containsKey(name)) {
      throw new IllegalArgumentException(
          "a topic pattern may take ${topic}, ${label} of a single program, or ${label.<name>}: "
              + "output.topic="
              + pattern
              + ", placeholder="
              + inside
              + ", programs="
              + labels.keySet());
    }
    return name;
  }

  private void check(String name, List<String> labels) {
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(
          "topics are made of the labels of a label set: output.topic="
              + pattern
              + ", program="
              + name
              + "; free text has none: set label.set");
    }
    Map<String, String> made = new HashMap<>();
    for (String label : labels) {
      String legal = legal(label);
      String before = made.put(legal, label);
      if (before != null) {
        throw new IllegalArgumentException(
            "each label must have a topic of its own: output.topic="
                + pattern
                + ", labels="
                + List.of(before, label)
                + ", both="
                + legal);
      }
    }
    String sample = fill(inside -> inside.equals(TOPIC) ? "t" : longest(made.keySet()));
    if (!LEGAL.matcher(sample).matches() || sample.length() > MOST) {
      throw new IllegalArgumentException(
          "a topic has 1 to "
              + MOST
              + " letters, digits, dots, underscores and hyphens: output.topic="
              + pattern);
    }
  }

  private static String longest(Iterable<String> labels) {
    String longest = "";
    for (String label : labels) {
      longest = label.length() > longest.length() ? label : longest;
    }
    return longest;
  }

  private static String legal(String label) {
    return label.replaceAll("[^a-zA-Z0-9._-]", "_");
  }

  /**
   * The topic of a record.
   *
   * @param topic where the record was to go
   * @param labels its labels by name of the program
   * @return null where a label is missing
   */
  @Nullable String topic(String topic, Map<String, String> labels) {
    if (!labels.keySet().containsAll(names)) {
      return null;
    }
    return fill(
        inside -> {
          if (inside.equals(TOPIC)) {
            return topic;
          }
          String name =
              only != null && inside.equals(LABEL) ? only : inside.substring(LABEL.length() + 1);
          return legal(labels.getOrDefault(name, ""));
        });
  }

  private String fill(Function<String, String> values) {
    return PLACEHOLDER
        .matcher(pattern)
        .replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
  }

  /** As it stands in configuration. */
  @Override
  public String toString() {
    return pattern;
  }
}
