package io.pawstream.connect.internal.record;

import java.util.ArrayList;
import java.util.List;

/**
 * The way to a field, spelled as in Kafka's own transforms (KIP-821): names joined by dots; a name
 * that has dots of its own stands in backticks, a backtick within them after a backslash.
 * Immutable; any thread.
 *
 * @param names at least one, none empty
 */
public record FieldPath(List<String> names) {

  public FieldPath {
    names = List.copyOf(names);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  public static FieldPath parse(String path) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (true) {
      StringBuilder name = new StringBuilder();
      at =
          at < path.length() && path.charAt(at) == '`'
              ? quoted(path, at + 1, name)
              : plain(path, at, name);
      if (name.isEmpty()) {
        throw broken("each name of a path must have a character", path, at);
      }
      names.add(name.toString());
      if (at == path.length()) {
        return new FieldPath(names);
      }
      if (path.charAt(at) != '.') {
        throw broken("a dot must follow a name in backticks", path, at);
      }
      at++;
    }
  }

  private static int plain(String path, int start, StringBuilder name) {
    int end = path.indexOf('.', start);
    int stop = end < 0 ? path.length() : end;
    name.append(path, start, stop);
    return stop;
  }

  private static int quoted(String path, int start, StringBuilder name) {
    for (int at = start; at < path.length(); at++) {
      char c = path.charAt(at);
      if (c == '`') {
        return at + 1;
      }
      if (c == '\\' && path.startsWith("`", at + 1)) {
        at++;
      }
      name.append(path.charAt(at));
    }
    throw broken("a backtick must be closed", path, start - 1);
  }

  private static IllegalArgumentException broken(String rule, String path, int at) {
    return new IllegalArgumentException(
        rule
            + ": path="
            + path
            + ", position="
            + at
            + "; write a path as after.text or `a.b`.text");
  }

  /** As it stands in configuration, without backticks. */
  @Override
  public String toString() {
    return String.join(".", names);
  }
}
