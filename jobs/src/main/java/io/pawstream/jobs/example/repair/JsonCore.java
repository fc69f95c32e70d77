package io.pawstream.jobs.example.repair;

/** The JSON in a text that stands around it. Stateless; any thread. */
final class JsonCore {
  private JsonCore() {}

  /**
   * From the first opening bracket to the last closing one, or to the end where what follows that
   * one looks as if it belonged to the value. The text itself where it has no bracket.
   */
  static String of(String text) {
    int from = firstOf(text);
    if (from < 0) {
      return text;
    }
    int to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']')) + 1;
    boolean more = to > 0 && text.substring(to).chars().anyMatch(c -> "\":,{[".indexOf(c) >= 0);
    return to <= from || more ? text.substring(from) : text.substring(from, to);
  }

  private static int firstOf(String text) {
    int object = text.indexOf('{');
    int array = text.indexOf('[');
    return object < 0 || array < 0 ? Math.max(object, array) : Math.min(object, array);
  }
}
