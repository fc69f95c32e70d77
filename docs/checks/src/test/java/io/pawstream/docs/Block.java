package io.pawstream.docs;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fenced block of a page. Immutable.
 *
 * @param page relative to the repository
 * @param line of its fence, from 1
 * @param language after the fence; may be empty
 * @param lines between the fences
 */
record Block(Path page, int line, String language, List<String> lines, Mark mark) {
  Block {
    lines = List.copyOf(lines);
  }

  /** Where it stands, as editors and build servers know it. */
  String at() {
    return page + ":" + line;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }

  /** The lines that a clause is about. */
  List<String> lines(Mark.Clause clause) {
    return IntStream.rangeClosed(1, lines.size())
        .filter(clause::takes)
        .mapToObj(line -> lines.get(line - 1))
        .toList();
  }

  @Override
  public String toString() {
    return at();
  }
}
