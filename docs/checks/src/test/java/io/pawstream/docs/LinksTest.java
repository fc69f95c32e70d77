package io.pawstream.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between the pages lead to files and headings that are there, and every page is listed. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]*)(?:#([^)\\s]*))?\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+?)\\s*$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : Places.pages()) {
      if (page.file().startsWith("deploy/src/main/bundle")) {
        continue; // its links are those of the bundle, which BundleIT follows
      }
      Path file = Places.REPOSITORY.resolve(page.file());
      List<String> lines = text(file).lines().toList();
      for (int at = 0; at < lines.size(); at++) {
        Matcher link = LINK.matcher(lines.get(at));
        while (link.find()) {
          if (!leads(file, link.group(1), link.group(2))) {
            broken.add(page.file() + ":" + (at + 1) + ": " + link.group());
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /** Lines keep their numbers. */
  private static String text(Path file) throws IOException {
    return CODE.matcher(Files.readString(file, UTF_8))
        .replaceAll(block -> "\n".repeat((int) block.group().lines().count() - 1));
  }

  private static boolean leads(Path from, String path, String anchor) throws IOException {
    if (path.matches("[a-z]+:.*")) {
      return true;
    }
    Path to = path.isEmpty() ? from : from.resolveSibling(path).normalize();
    if (!Files.exists(to)) {
      return false;
    }
    return anchor == null || (to.toString().endsWith(".md") && anchors(to).contains(anchor));
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    Set<String> anchors = new HashSet<>();
    Matcher heading = HEADING.matcher(text(page));
    while (heading.find()) {
      String words = heading.group(1).replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1");
      anchors.add(
          words.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
    }
    return anchors;
  }

  @Test
  void everyPageOfTheGuideIsInItsIndex() throws IOException {
    String index = Files.readString(Places.REPOSITORY.resolve("docs/README.md"), UTF_8);
    List<String> missing =
        Places.pages().stream()
            .map(page -> page.file().toString())
            .filter(file -> file.matches("docs/[^/]+\\.md") && !file.endsWith("README.md"))
            .map(file -> file.substring("docs/".length()))
            .filter(file -> !index.contains("(" + file + ")"))
            .toList();
    assertThat(missing).isEmpty();
  }
}
