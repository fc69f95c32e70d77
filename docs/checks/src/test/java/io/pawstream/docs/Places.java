package io.pawstream.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Where the tests find what they look at. */
final class Places {
  static final Path REPOSITORY =
      Path.of(System.getProperty("paw.repository")).toAbsolutePath().normalize();
  static final Path PROGRAMS = REPOSITORY.resolve("programs");

  private Places() {}

  /** The release bundle; only once it is packed. */
  static Path bundle() {
    return Path.of(System.getProperty("paw.bundle")).toAbsolutePath().normalize();
  }

  static List<Page> pages() throws IOException {
    return Page.all(REPOSITORY);
  }

  /** All blocks with a clause of a kind, in the languages. */
  static Stream<Block> blocks(Mark.Kind kind, String... languages) throws IOException {
    Predicate<Block> language = block -> List.of(languages).contains(block.language());
    return pages().stream()
        .flatMap(page -> page.blocks().stream())
        .filter(language)
        .filter(block -> block.mark().is(kind));
  }
}
