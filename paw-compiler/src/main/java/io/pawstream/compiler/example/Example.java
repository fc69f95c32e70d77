package io.pawstream.compiler.example;

/**
 * One input and what the program is to answer. Immutable; any thread.
 *
 * @param input text of a record; may be empty
 * @param output the answer, without surrounding white space: so are the answers of the runtime
 * @param line where it stands in its file, for messages; from 1
 */
public record Example(String input, String output, int line) {
  /**
   * @throws ExampleException if the output is empty, or a text has a NUL or half of a surrogate
   *     pair: the runtime refuses such texts
   */
  public Example {
    output = output.strip();
    if (output.isEmpty()) {
      throw new ExampleException(
          "An example must have an output that is not empty: line="
              + line
              + "; name the answer for it, such as none");
    }
    check("input", input, line);
    check("output", output, line);
  }

  private static void check(String name, String text, int line) {
    boolean sound =
        text.codePoints()
            .noneMatch(
                c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    if (!sound) {
      throw new ExampleException(
          "The texts of an example must hold no NUL and no half of a surrogate pair: line="
              + line
              + ", field="
              + name
              + "; clean them first");
    }
  }
}
