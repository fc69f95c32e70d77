package io.pawstream.runtime.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The closed, ordered list of answers a program may give. Immutable; any thread.
 *
 * @param labels 2 to 4096 labels, all different; each 1 to 256 bytes of UTF-8 without surrounding
 *     white space and control characters
 */
public record LabelSet(List<String> labels) {
  private static final int MIN_LABELS = 2;
  private static final int MAX_LABELS = 4096;
  private static final int MAX_LABEL_BYTES = 256;

  /**
   * @throws IllegalArgumentException if a rule is broken; the message names the rule and the index
   */
  public LabelSet {
    labels = List.copyOf(labels);
    if (labels.size() < MIN_LABELS || labels.size() > MAX_LABELS) {
      throw new IllegalArgumentException(
          "A label set must have "
              + MIN_LABELS
              + " to "
              + MAX_LABELS
              + " labels: labels="
              + labels.size());
    }
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      check(i, labels.get(i));
      Integer before = seen.putIfAbsent(labels.get(i), i);
      if (before != null) {
        throw new IllegalArgumentException(
            "Labels must be different: index=" + i + " repeats index=" + before);
      }
    }
  }

  /** How many labels there are. */
  public int size() {
    return labels.size();
  }

  private static void check(int index, String label) {
    if (label.isEmpty()) {
      throw broken(index, "must not be empty");
    }
    if (isBlank(label.codePointAt(0)) || isBlank(label.codePointBefore(label.length()))) {
      throw broken(index, "must not begin or end with white space");
    }
    if (label.codePoints().anyMatch(c -> Character.getType(c) == Character.CONTROL)) {
      throw broken(index, "must not contain control characters");
    }
    if (label.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw broken(index, "must not contain half of a surrogate pair");
    }
    int bytes = label.getBytes(UTF_8).length;
    if (bytes > MAX_LABEL_BYTES) {
      throw broken(
          index, "must have at most " + MAX_LABEL_BYTES + " bytes of UTF-8, bytes=" + bytes);
    }
  }

  /** White space of Java and the spaces that {@code Character.isWhitespace} leaves out. */
  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static IllegalArgumentException broken(int index, String rule) {
    return new IllegalArgumentException("A label " + rule + ": index=" + index);
  }
}
