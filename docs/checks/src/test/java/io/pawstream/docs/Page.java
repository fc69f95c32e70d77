package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown: its blocks, and what is wrong with their marks. Immutable.
 *
 * @param file relative to the repository
 * @param problems each as {@code file:line: what}
 */
record Page(Path file, List<Block> blocks, List<String> problems) {
  private static final Pattern FENCE = Pattern.compile("( {0,3})(```+|~~~+)\\s*([\\w-]*).*");
  private static final Pattern COMMENT = Pattern.compile("\\s*<!--(.*)-->\\s*");
  private static final Pattern INDENTED = Pattern.compile("( {4}|\\t)\\s*\\S.*");
  private static final Pattern LIST = Pattern.compile("\\s*([-*+]|\\d+[.)])\\s.*");

  /** All pages of a repository, in order of their names. */
  static List<Page> all(Path repository) throws IOException {
    List<Path> files;
    try (Stream<Path> found =
        Files.find(repository, 12, (file, about) -> file.toString().endsWith(".md"))) {
      files =
          found
              .map(repository::relativize)
              .filter(file -> !file.toString().matches("(.*/)?(target|node_modules|\\.git)/.*"))
              .sorted()
              .toList();
    }
    List<Page> pages = new ArrayList<>();
    for (Path file : files) {
      pages.add(parse(file, Files.readString(repository.resolve(file), UTF_8)));
    }
    return pages;
  }

  static Page parse(Path file, String text) {
    List<Block> blocks = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    boolean list = false;
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      Matcher fence = FENCE.matcher(line);
      if (fence.matches()) {
        int end = at + 1;
        String closing = fence.group(1) + fence.group(2);
        while (end < lines.size() && !lines.get(end).stripTrailing().equals(closing)) {
          end++;
        }
        List<String> body = lines.subList(at + 1, Math.min(end, lines.size()));
        String place = file + ":" + (at + 1) + ": ";
        if (end == lines.size()) {
          problems.add(place + "the block must end: no line is " + closing);
        }
        Optional<Mark> mark = mark(at == 0 ? "" : lines.get(at - 1));
        if (mark.isEmpty()) {
          problems.add(
              place
                  + "a block must have a mark in the line above it, such as <!-- run -->;"
                  + " CONTRIBUTING.md lists them");
        } else {
          mark.get().problem(body.size()).ifPresent(problem -> problems.add(place + problem));
          blocks.add(new Block(file, at + 1, fence.group(3), body, mark.get()));
        }
        at = end;
      } else if (LIST.matcher(line).matches()) {
        list = true;
      } else if (INDENTED.matcher(line).matches()) {
        if (!list && (at == 0 || lines.get(at - 1).isBlank())) {
          problems.add(file + ":" + (at + 1) + ": a block must be fenced, not indented");
        }
      } else if (!line.isBlank()) {
        list = list && line.startsWith(" ");
      }
    }
    return new Page(file, List.copyOf(blocks), List.copyOf(problems));
  }

  private static Optional<Mark> mark(String above) {
    Matcher comment = COMMENT.matcher(above);
    return comment.matches() ? Mark.parse(comment.group(1)) : Optional.empty();
  }

  /** The block after another one of this page. */
  Optional<Block> after(Block block) {
    int next = blocks.indexOf(block) + 1;
    return next < blocks.size() ? Optional.of(blocks.get(next)) : Optional.empty();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
