package io.pawstream.jobs.internal.jobfile;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a field, spelled as in Kafka's own transforms (KIP-821): names joined by dots; a name
 * that has dots of its own stands in backticks, a backtick within them after a backslash.
 * Immutable; any thread.
 *
 * @param names at least one, none empty
 */
public record FieldPath(List<String> names) implements Serializable {
  private static final Pattern NAME =
      Pattern.compile("(?:`((?:[^`\\\\]|\\\\`|\\\\(?!`))+)`|([^.`][^.]*))(\\.|$)");

  public FieldPath {
    names = List.copyOf(names);
  }

  /**
   * Reads the path that stands at {@code key}.
   *
   * @throws JobFileException if it is none
   */
  public static FieldPath parse(String key, String path) {
    List<String> names = new ArrayList<>();
    Matcher name = NAME.matcher(path);
    boolean more = true;
    while (more && name.lookingAt()) {
      names.add(name.group(1) == null ? name.group(2) : name.group(1).replace("\\`", "`"));
      more = !name.group(3).isEmpty();
      name.region(name.end(), path.length());
    }
    if (more) {
      throw new JobFileException(
          "a path is names joined by dots: "
              + key
              + "="
              + path
              + "; write after.text or `a.b`.text");
    }
    return new FieldPath(names);
  }

  /** As it stands in configuration, without backticks. */
  @Override
  public String toString() {
    return String.join(".", names);
  }
}
