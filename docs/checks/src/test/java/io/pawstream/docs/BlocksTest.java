package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pawstream.docs.Mark.Clause;
import io.pawstream.docs.Mark.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every block of every page says what becomes of it, and that is true. */
class BlocksTest {
  private static final Map<Kind, Set<String>> LANGUAGES =
      Map.of(
          Kind.RUN, Set.of("sh", "java", "sql", "properties"),
          Kind.CHECK, Set.of("java", "yaml", "json", "jsonl", "xml"));

  @Test
  void everyBlockHasAMark() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Page page : Places.pages()) {
      problems.addAll(page.problems());
    }
    assertThat(problems).as(String.join("\n", problems)).isEmpty();
  }

  @Test
  void everyMarkIsTrue() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Page page : Places.pages()) {
      for (Block block : page.blocks()) {
        for (Clause clause : block.mark().clauses()) {
          String problem = problem(page, block, clause);
          if (!problem.isEmpty()) {
            problems.add(block.at() + ": " + problem);
          }
        }
      }
    }
    assertThat(problems).as(String.join("\n", problems)).isEmpty();
  }

  private static String problem(Page page, Block block, Clause clause) throws IOException {
    switch (clause.kind()) {
      case RUN, CHECK:
        return LANGUAGES.get(clause.kind()).contains(block.language())
            ? ""
            : "nothing can " + clause.kind().words + " a block of this language";
      case FROM:
        Path file = Places.REPOSITORY.resolve(clause.about());
        return Files.isRegularFile(file) && Files.readString(file, UTF_8).contains(block.text())
            ? ""
            : "must be part of " + clause.about();
      case AS_IN:
        return Places.pages().stream()
                .filter(other -> other.file().toString().equals(clause.about()))
                .flatMap(other -> other.blocks().stream())
                .anyMatch(other -> other.mark().is(Kind.RUN) && other.text().contains(block.text()))
            ? ""
            : "must be run in " + clause.about();
      case RUN_BY, CHECKED_BY:
        return testNames(clause.about(), page.file().getFileName().toString())
            ? ""
            : "a test that names the page must be: " + clause.about();
      case OUTPUT:
        return page.blocks().stream()
                .anyMatch(
                    before ->
                        before.mark().is(Kind.RUN)
                            && page.after(before).filter(block::equals).isPresent())
            ? ""
            : "must follow a block that is run";
      case NOT_RUN:
        return "";
    }
    throw new AssertionError(clause.kind());
  }

  /** Whether there is such a test, and it reads the page. */
  private static boolean testNames(String test, String page) throws IOException {
    Path source = Path.of("src/test/java").resolve(test.replace('.', '/') + ".java");
    try (Stream<Path> modules = Files.find(Places.REPOSITORY, 2, (f, a) -> f.endsWith("pom.xml"))) {
      for (Path pom : modules.toList()) {
        Path file = pom.resolveSibling(source);
        if (Files.isRegularFile(file)) {
          return Files.readString(file, UTF_8).contains(page);
        }
      }
    }
    return false;
  }

  @Test
  void saysHowManyBlocksAreRun() throws IOException {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    int blocks = 0;
    List<Page> pages = Places.pages();
    for (Page page : pages) {
      for (Block block : page.blocks()) {
        blocks++;
        block.mark().clauses().forEach(clause -> counts.merge(clause.kind(), 1, Integer::sum));
      }
    }
    StringBuilder line = new StringBuilder("blocks of the pages: " + blocks);
    counts.forEach((kind, count) -> line.append(", ").append(kind.words).append(' ').append(count));
    System.out.println(line);
    assertThat(counts.get(Kind.RUN)).isGreaterThan(counts.get(Kind.NOT_RUN));
  }
}
